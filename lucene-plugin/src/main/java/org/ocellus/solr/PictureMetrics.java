package org.ocellus.solr;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Timer;
import java.util.concurrent.TimeUnit;
import org.apache.solr.core.SolrCore;
import org.apache.solr.metrics.SolrMetricsContext;

/**
 * What a core has done with pictures, in Solr's own registry, as {@code UPDATE.ocellus.*}: pictures
 * that went through the network, documents whose picture was not seen, and the time spent on
 * decoding and in the network. Safe for use by any number of threads.
 */
final class PictureMetrics {
  private final Counter pictures;
  private final Counter failures;
  private final Timer decoding;
  private final Timer network;

  PictureMetrics(SolrCore core) {
    SolrMetricsContext registry = core.getSolrMetricsContext();
    String[] scope = {"UPDATE", "ocellus"};
    pictures = registry.counter("pictures", scope);
    failures = registry.counter("failures", scope);
    decoding = registry.timer("decoding", scope);
    network = registry.timer("network", scope);
  }

  /** Decoding and preprocessing a picture took so long. */
  void decoded(long nanos) {
    decoding.update(nanos, TimeUnit.NANOSECONDS);
  }

  /** So many pictures were run through the network, in so long. */
  void predicted(int count, long nanos) {
    pictures.inc(count);
    network.update(nanos, TimeUnit.NANOSECONDS);
  }

  /** A document's picture was not seen. */
  void failed() {
    failures.inc();
  }
}
