package org.ocellus.solr;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import org.apache.solr.cloud.CloudDescriptor;
import org.apache.solr.core.SolrCore;
import org.apache.solr.metrics.SolrMetricsContext;
import org.jspecify.annotations.Nullable;

/**
 * Metrics of Solr 10: {@code solr_core_ocellus_*}, with the core's name, and in a cloud the
 * collection's, as attributes. This plugin is compiled with Solr 9, whose registry does not have
 * the methods that make them.
 */
final class OpenTelemetryMetrics implements PictureMetrics {
  private static final double NANOS = 1e6;

  private final Attributes core;
  private final LongCounter pictures;
  private final LongCounter failures;
  private final DoubleHistogram decoding;
  private final DoubleHistogram network;

  OpenTelemetryMetrics(SolrCore core) {
    SolrMetricsContext registry = core.getSolrMetricsContext();
    CloudDescriptor cloud = core.getCoreDescriptor().getCloudDescriptor();
    this.core = attributes(core.getName(), cloud == null ? null : cloud.getCollectionName());
    pictures = counter(registry, "solr_core_ocellus_pictures", "Pictures that a network has seen");
    failures =
        counter(registry, "solr_core_ocellus_failures", "Documents whose picture was not seen");
    decoding =
        histogram(
            registry,
            "solr_core_ocellus_decoding_milliseconds",
            "Decoding and preprocessing of a picture");
    network = histogram(registry, "solr_core_ocellus_network_milliseconds", "Runs of the network");
  }

  private static Attributes attributes(String core, @Nullable String collection) {
    return collection == null
        ? Attributes.builder().put("core", core).build()
        : Attributes.builder().put("core", core).put("collection", collection).build();
  }

  private static LongCounter counter(SolrMetricsContext registry, String name, String about) {
    return (LongCounter) made(registry, PictureMetrics.COUNTER, name, about);
  }

  private static DoubleHistogram histogram(SolrMetricsContext registry, String name, String about) {
    return (DoubleHistogram) made(registry, "doubleHistogram", name, about);
  }

  private static Object made(SolrMetricsContext registry, String how, String name, String about) {
    try {
      return registry
          .getClass()
          .getMethod(how, String.class, String.class)
          .invoke(registry, name, about);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this Solr keeps no metrics that are known here", e);
    }
  }

  @Override
  public void decoded(long nanos) {
    decoding.record(nanos / NANOS, core);
  }

  @Override
  public void predicted(int count, long nanos) {
    pictures.add(count, core);
    network.record(nanos / NANOS, core);
  }

  @Override
  public void failed() {
    failures.add(1, core);
  }
}
