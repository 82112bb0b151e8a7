package org.ocellus.solr;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.solr.common.SolrException;
import org.apache.solr.update.AddUpdateCommand;
import org.apache.solr.update.CommitUpdateCommand;
import org.apache.solr.update.DeleteUpdateCommand;
import org.apache.solr.update.MergeIndexesCommand;
import org.apache.solr.update.RollbackUpdateCommand;
import org.apache.solr.update.processor.UpdateRequestProcessor;
import org.jspecify.annotations.Nullable;
import org.ocellus.model.Model;
import org.ocellus.model.ModelException;
import org.ocellus.model.Prediction;

/**
 * Holds documents back until there are enough pictures to run through the network together, and
 * passes them on in the order they came: before whatever is no addition, and at the end of the
 * request. A document that is refused is named then, when all others are on their way. For one
 * request, and so one thread.
 */
final class ImageUpdateProcessor extends UpdateRequestProcessor {
  private final ImageFields fields;
  private final Model model;
  private final CollectionFingerprint fingerprint;
  private final PictureMetrics metrics;
  private final SeenPicture.Reader reader;
  private final List<Held> held = new ArrayList<>();
  private final Map<String, String> refused = new LinkedHashMap<>();
  private int pictures;

  /** A document on its way, with its picture if it has one. */
  private record Held(AddUpdateCommand command, @Nullable SeenPicture picture) {}

  ImageUpdateProcessor(
      ImageFields fields,
      Model model,
      CollectionFingerprint fingerprint,
      PictureMetrics metrics,
      UpdateRequestProcessor next) {
    super(next);
    this.fields = fields;
    this.model = model;
    this.fingerprint = fingerprint;
    this.metrics = metrics;
    this.reader = new SeenPicture.Reader(fields, model.preprocessing());
  }

  @Override
  public void processAdd(AddUpdateCommand command) throws IOException {
    // Loaders use a command, and some a document, again for the next one.
    AddUpdateCommand own = (AddUpdateCommand) command.clone();
    own.solrDoc = command.solrDoc.deepCopy();
    SeenPicture picture;
    long began = System.nanoTime();
    try {
      picture = reader.read(own.getPrintableId(), own.solrDoc);
    } catch (IOException | RuntimeException e) {
      broken(own, e);
      return;
    }
    if (picture != null) {
      metrics.decoded(System.nanoTime() - began);
    }
    hold(new Held(own, picture));
  }

  private void broken(AddUpdateCommand command, Exception why) throws IOException {
    metrics.failed();
    if (fields.skip()) {
      SeenPicture.drop(fields, command.solrDoc);
      hold(new Held(command, null));
    } else {
      refused.put(command.getPrintableId(), String.valueOf(why.getMessage()));
    }
  }

  private void hold(Held document) throws IOException {
    held.add(document);
    pictures += document.picture() == null ? 0 : 1;
    // Documents without a picture must not gather without end either.
    if (pictures >= fields.batch() || held.size() >= 10 * fields.batch()) {
      flush();
    }
  }

  /** Passes on all that are held. */
  private void flush() throws IOException {
    List<Held> documents = List.copyOf(held);
    held.clear();
    pictures = 0;
    List<SeenPicture> waiting =
        documents.stream().map(Held::picture).filter(picture -> picture != null).toList();
    if (!waiting.isEmpty()) {
      fingerprint.claim(model);
    }
    Map<SeenPicture, Prediction> predictions = predict(waiting);
    for (Held document : documents) {
      SeenPicture picture = document.picture();
      if (picture != null) {
        Prediction prediction = predictions.get(picture);
        if (prediction == null) {
          continue;
        }
        picture.fill(fields, prediction, document.command().solrDoc);
      }
      super.processAdd(document.command());
    }
  }

  /** What the network says of each; without those that it fails on, which are refused by name. */
  private Map<SeenPicture, Prediction> predict(List<SeenPicture> waiting) {
    Map<SeenPicture, Prediction> predictions = new LinkedHashMap<>();
    long began = System.nanoTime();
    try {
      List<Prediction> all = model.predict(waiting.stream().map(SeenPicture::tensor).toList());
      metrics.predicted(all.size(), System.nanoTime() - began);
      for (int i = 0; i < waiting.size(); i++) {
        predictions.put(waiting.get(i), all.get(i));
      }
    } catch (ModelException e) {
      if (waiting.size() == 1) {
        metrics.failed();
        refused.put(waiting.get(0).id(), String.valueOf(e.getMessage()));
      } else {
        // One picture may have spoilt it for the others.
        waiting.forEach(each -> predictions.putAll(predict(List.of(each))));
      }
    }
    return predictions;
  }

  @Override
  public void processDelete(DeleteUpdateCommand command) throws IOException {
    flush();
    super.processDelete(command);
  }

  @Override
  public void processCommit(CommitUpdateCommand command) throws IOException {
    flush();
    super.processCommit(command);
  }

  @Override
  public void processMergeIndexes(MergeIndexesCommand command) throws IOException {
    flush();
    super.processMergeIndexes(command);
  }

  @Override
  public void processRollback(RollbackUpdateCommand command) throws IOException {
    held.clear();
    pictures = 0;
    super.processRollback(command);
  }

  /**
   * @throws SolrException of code 400 if documents were refused; it names them
   */
  @Override
  public void finish() throws IOException {
    flush();
    super.finish();
    if (!refused.isEmpty()) {
      StringBuilder message = new StringBuilder();
      refused.forEach(
          (id, why) ->
              message
                  .append(message.isEmpty() ? "" : "; ")
                  .append("the picture of document ")
                  .append(id)
                  .append(": ")
                  .append(why));
      throw new SolrException(SolrException.ErrorCode.BAD_REQUEST, message.toString());
    }
  }
}
