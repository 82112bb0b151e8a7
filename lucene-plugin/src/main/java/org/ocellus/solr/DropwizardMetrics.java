package org.ocellus.solr;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Timer;
import java.util.concurrent.TimeUnit;
import org.apache.solr.core.SolrCore;
import org.apache.solr.metrics.SolrMetricsContext;

/** Metrics of Solr 9: {@code UPDATE.ocellus.*}. */
final class DropwizardMetrics implements PictureMetrics {
  private final Counter pictures;
  private final Counter failures;
  private final Timer decoding;
  private final Timer network;

  DropwizardMetrics(SolrCore core) {
    SolrMetricsContext registry = core.getSolrMetricsContext();
    String[] scope = {"UPDATE", "ocellus"};
    pictures = registry.counter("pictures", scope);
    failures = registry.counter("failures", scope);
    decoding = registry.timer("decoding", scope);
    network = registry.timer("network", scope);
  }

  @Override
  public void decoded(long nanos) {
    decoding.update(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void predicted(int count, long nanos) {
    pictures.inc(count);
    network.update(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void failed() {
    failures.inc();
  }
}
