package org.ocellus.solr;

import org.apache.solr.core.SolrCore;

/**
 * What a core has done with pictures, in Solr's own registry, as {@code UPDATE.ocellus.*}: pictures
 * that went through the network, documents refused or indexed without what is seen of their
 * picture, and the time spent on decoding and in the network. Safe for use by any number of
 * threads.
 */
interface PictureMetrics {
  /** Where this Solr's registry is of a kind that is not known: nothing is counted. */
  PictureMetrics NONE =
      new PictureMetrics() {
        @Override
        public void decoded(long nanos) {}

        @Override
        public void predicted(int pictures, long nanos) {}

        @Override
        public void failed() {}
      };

  /** Decoding and preprocessing a picture took so long. */
  void decoded(long nanos);

  /** So many pictures were run through the network, in so long. */
  void predicted(int pictures, long nanos);

  /** A document's picture was not seen. */
  void failed();

  /** Those of a core, in the registry that this Solr has. */
  static PictureMetrics of(SolrCore core) {
    try {
      // Solr 9 counts with this library, Solr 10 does not have it.
      Class.forName("com.codahale.metrics.Counter");
    } catch (ClassNotFoundException e) {
      return NONE;
    }
    return new CodahaleMetrics(core.getSolrMetricsContext());
  }
}
