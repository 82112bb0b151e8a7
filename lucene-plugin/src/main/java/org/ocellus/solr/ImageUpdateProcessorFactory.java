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
import org.ocellus.model.Model;

/**
 * Has documents that hold a picture filled with what a network sees of it: its vector, labels,
 * size. Stands before {@code DistributedUpdateProcessorFactory}, so that each picture is seen once
 * and not once a replica. Its arguments are those of {@link ImageFields}; {@code onError} is {@code
 * fail} or {@code skip}.
 */
public final class ImageUpdateProcessorFactory extends UpdateRequestProcessorFactory
    implements SolrCoreAware {
  private @Nullable ImageFields fields;
  private @Nullable Model model;
  private @Nullable CollectionFingerprint fingerprint;
  private PictureMetrics metrics = PictureMetrics.NONE;

  @Override
  public void init(NamedList<?> args) {
    fields = ImageFields.of(args);
  }

  @Override
  public void inform(SolrCore core) {
    ImageFields configured = Objects.requireNonNull(fields, "init comes first");
    model = SharedModels.open(core, configured.model());
    metrics = PictureMetrics.of(core);
    fingerprint = new CollectionFingerprint(core, configured.vector());
  }

  @Override
  public UpdateRequestProcessor getInstance(
      SolrQueryRequest req, SolrQueryResponse rsp, UpdateRequestProcessor next) {
    return new ImageUpdateProcessor(
        Objects.requireNonNull(fields, "init comes first"),
        Objects.requireNonNull(model, "inform comes first"),
        Objects.requireNonNull(fingerprint, "inform comes first"),
        metrics,
        next);
  }
}
