package org.ocellus.solr;

import java.util.stream.Stream;
import org.apache.solr.core.SolrCore;
import org.apache.solr.metrics.SolrMetricsContext;

/**
 * What a core has done with pictures, in Solr's own registry: pictures that went through the
 * network, documents whose picture was not seen, and the time spent on decoding and in the network.
 * Safe for use by any number of threads.
 */
interface PictureMetrics {
  /** What makes a counter in Solr 10. */
  String COUNTER = "longCounter";

  /** Those of a core, by the interface that its Solr has for them. */
  static PictureMetrics of(SolrCore core) {
    boolean openTelemetry =
        Stream.of(SolrMetricsContext.class.getMethods())
            .anyMatch(method -> method.getName().equals(COUNTER));
    return openTelemetry ? new OpenTelemetryMetrics(core) : new DropwizardMetrics(core);
  }

  /** Decoding and preprocessing a picture took so long. */
  void decoded(long nanos);

  /** So many pictures were run through the network, in so long. */
  void predicted(int count, long nanos);

  /** A document's picture was not seen. */
  void failed();
}
