package org.ocellus.solr;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.solr.common.SolrException;
import org.apache.solr.update.AddUpdateCommand;
import org.apache.solr.update.CommitUpdateCommand;
import org.apache.solr.update.DeleteUpdateCommand;
import org.apache.solr.update.MergeIndexesCommand;
import org.apache.solr.update.RollbackUpdateCommand;
import org.apache.solr.update.processor.AtomicUpdateDocumentMerger;
import org.apache.solr.update.processor.UpdateRequestProcessor;
import org.jspecify.annotations.Nullable;
import org.ocellus.model.ModelException;

/**
 * Holds documents back until there are enough pictures to run through the network together, and
 * passes them on in the order they came: before whatever is no addition, and at the end of the
 * request. A document that is refused is named then, when all others are on their way. For one
 * request, and so one thread.
 */
final class ImageUpdateProcessor extends UpdateRequestProcessor {
  /** Of refused documents so many are named. */
  private static final int MOST_NAMED = 20;

  private final ImageFields fields;
  private final PictureNetwork network;
  private final PictureMetrics metrics;
  private final SeenPicture.Reader reader;
  private final List<Held> held = new ArrayList<>();
  private final List<String> refused = new ArrayList<>();
  private int pictures;
  private int read;
  private boolean failed;

  /** A document on its way, with its picture if it has one. */
  private record Held(AddUpdateCommand command, @Nullable SeenPicture picture) {}

  ImageUpdateProcessor(
      ImageFields fields,
      PictureNetwork network,
      PictureMetrics metrics,
      UpdateRequestProcessor next) {
    super(next);
    this.fields = fields;
    this.network = network;
    this.metrics = metrics;
    this.reader = new SeenPicture.Reader(fields, network);
  }

  @Override
  public void processAdd(AddUpdateCommand command) throws IOException {
    // Loaders use a command, and some a document, again for the next one.
    AddUpdateCommand own = (AddUpdateCommand) command.clone();
    own.solrDoc = command.solrDoc.deepCopy();
    read++;
    boolean partial = AtomicUpdateDocumentMerger.isAtomicUpdate(own);
    passingOn(network::open);
    SeenPicture picture;
    long began = System.nanoTime();
    try {
      picture = reader.read(own.solrDoc, own.getPrintableId(), partial);
    } catch (IOException | RuntimeException e) {
      broken(own, partial, e);
      return;
    }
    if (picture != null) {
      metrics.decoded(System.nanoTime() - began);
    }
    hold(new Held(own, picture));
  }

  private void broken(AddUpdateCommand command, boolean partial, Exception why) throws IOException {
    metrics.failed();
    // An update without its picture would leave what was seen of the one before.
    if (fields.skip() && !partial) {
      SeenPicture.drop(fields, command.solrDoc);
      hold(new Held(command, null));
    } else {
      refuse(command, why);
    }
  }

  private void refuse(AddUpdateCommand command, Exception why) {
    refused.add("the picture of document " + command.getPrintableId() + ": " + why.getMessage());
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
    passingOn(
        () -> {
          List<Held> waiting = documents.stream().filter(held -> held.picture() != null).toList();
          if (!waiting.isEmpty()) {
            network.claim();
            predict(waiting);
          }
          for (Held document : documents) {
            SeenPicture picture = document.picture();
            if (picture == null || picture.fill(fields, document.command().solrDoc)) {
              super.processAdd(document.command());
            }
          }
        });
  }

  /** What may fail for a reason that the request is to end with. */
  private interface Step {
    void run() throws IOException;
  }

  private void passingOn(Step step) throws IOException {
    boolean done = false;
    try {
      step.run();
      done = true;
    } finally {
      failed |= !done;
    }
  }

  /** Has the network see each; those that it fails on are refused by name. */
  private void predict(List<Held> waiting) throws IOException {
    List<SeenPicture> seen = new ArrayList<>();
    waiting.forEach(document -> seen.add(document.picture()));
    long began = System.nanoTime();
    try {
      network.see(seen);
      metrics.predicted(seen.size(), System.nanoTime() - began);
    } catch (ModelException e) {
      if (waiting.size() == 1) {
        metrics.failed();
        refuse(waiting.get(0).command(), e);
        return;
      }
      // One picture may have spoilt it for the others.
      for (Held each : waiting) {
        predict(List.of(each));
      }
    }
  }

  @Override
  public void processDelete(DeleteUpdateCommand command) throws IOException {
    flush();
    passingOn(() -> super.processDelete(command));
  }

  @Override
  public void processCommit(CommitUpdateCommand command) throws IOException {
    flush();
    passingOn(() -> super.processCommit(command));
  }

  @Override
  public void processMergeIndexes(MergeIndexesCommand command) throws IOException {
    flush();
    passingOn(() -> super.processMergeIndexes(command));
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
    try {
      flush();
    } finally {
      // Also then replicas' answers are awaited, and what they missed is mended.
      super.finish();
    }
    if (!refused.isEmpty() && !failed) {
      int more = refused.size() - MOST_NAMED;
      String named = String.join("; ", refused.subList(0, Math.min(refused.size(), MOST_NAMED)));
      throw new SolrException(
          SolrException.ErrorCode.BAD_REQUEST,
          "%s%s; of the %d documents that were read all others are indexed"
              .formatted(named, more > 0 ? "; and " + more + " more" : "", read));
    }
  }
}
