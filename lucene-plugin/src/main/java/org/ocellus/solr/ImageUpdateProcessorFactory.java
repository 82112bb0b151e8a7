package org.ocellus.solr;

import java.util.Objects;
import org.apache.solr.common.util.NamedList;
import org.apache.solr.core.SolrCore;
import org.apache.solr.request.SolrQueryRequest;
import org.apache.solr.response.SolrQueryResponse;
import org.apache.solr.update.processor.UpdateRequestProcessor;
import org.apache.solr.update.processor.UpdateRequestProcessorFactory;
import org.apache.solr.util.plugin.SolrCoreAware;
import org.jspecify.annotations.Nullable;

/**
 * Has documents that hold a picture filled with what a network sees of it: its vector, labels,
 * size. Stands before {@code DistributedUpdateProcessorFactory}, so that each picture is seen once
 * and not once a replica, and before any processor that goes on after an error, such as {@code
 * TolerantUpdateProcessorFactory}: documents are held back, so an error may be another one's than
 * the last. Its arguments are those of {@link ImageFields}; {@code onError} is {@code fail} or
 * {@code skip}, {@code model} as in {@link CoreModel}.
 */
public final class ImageUpdateProcessorFactory extends UpdateRequestProcessorFactory
    implements SolrCoreAware {
  private @Nullable ImageFields fields;
  private @Nullable Object configuredModel;
  private @Nullable PictureNetwork network;
  private @Nullable PictureMetrics metrics;

  @Override
  public void init(NamedList<?> args) {
    fields = ImageFields.of(args);
    configuredModel = args.get("model");
  }

  @Override
  public void inform(SolrCore core) {
    metrics = PictureMetrics.of(core);
    network =
        new PictureNetwork(
            core,
            new CoreModel(core, configuredModel),
            Objects.requireNonNull(fields, "init comes first").seen());
  }

  @Override
  public UpdateRequestProcessor getInstance(
      SolrQueryRequest req, SolrQueryResponse rsp, UpdateRequestProcessor next) {
    return new ImageUpdateProcessor(
        Objects.requireNonNull(fields, "init comes first"),
        Objects.requireNonNull(network, "inform comes first"),
        Objects.requireNonNull(metrics, "inform comes first"),
        next);
  }
}
