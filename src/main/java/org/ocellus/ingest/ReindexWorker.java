package org.ocellus.ingest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.ocellus.image.Tensor;
import org.ocellus.index.Differences.Difference;
import org.ocellus.index.NextGeneration;
import org.ocellus.index.PictureVectors;
import org.ocellus.index.StoredPicture;
import org.ocellus.ingest.IngestReport.Stage;
import org.ocellus.model.Model;
import org.ocellus.model.ModelException;
import org.ocellus.model.Prediction;

/** One thread that embeds the pictures of an index anew. */
final class ReindexWorker implements NetworkBatch.Results<Difference, Prediction> {
  private final ReindexRun.Round round;
  private final Model model;
  private final NextGeneration next;
  private final PictureReader reader;
  private final float labelThreshold;
  private final NetworkBatch<Difference, Prediction> batch;

  ReindexWorker(
      ReindexRun.Round round,
      NextGeneration next,
      Model model,
      PictureReader reader,
      Reindex request) {
    this.round = round;
    this.model = model;
    this.next = next;
    this.reader = reader;
    this.labelThreshold = request.labelThreshold();
    this.batch =
        new NetworkBatch<>(model::predict, Stage.NETWORK, request.batch(), new StageClock(), this);
  }

  /** Works until there is no picture left or the run is stopped. */
  void work() throws IOException {
    for (Difference each = round.next(); each != null; each = round.next()) {
      take(each);
      if (batch.isFull()) {
        batch.run();
      }
      round.commitNowAndThen();
    }
    batch.run();
  }

  private void take(Difference difference) throws IOException {
    if (next.takeOver(difference)) {
      round.takenOver(difference);
      return;
    }
    StoredPicture picture = difference.now().picture();
    Tensor tensor;
    try {
      tensor = reader.tensor(Path.of(source(picture)));
    } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError e) {
      // One broken picture, whatever is wrong with it, is a line in the report.
      fail(difference, e);
      return;
    }
    batch.add(difference, tensor);
  }

  private static String source(StoredPicture picture) {
    if (picture.source() != null) {
      return picture.source();
    }
    throw new IllegalArgumentException(
        picture.hash() == null
            ? "was brought as a vector, of which no other can be made: add it again with one"
            : "was added from memory, so its pixels are not at hand: add it again");
  }

  @Override
  public void done(Difference difference, Prediction prediction) throws IOException {
    StoredPicture unlabelled = difference.now().picture().toBuilder().labels(List.of()).build();
    try {
      next.put(
          difference,
          PictureReader.labelled(unlabelled, prediction, labelThreshold),
          PictureVectors.of(prediction, model));
    } catch (IllegalArgumentException | ModelException e) {
      fail(difference, e);
      return;
    }
    round.embedded(difference);
  }

  @Override
  public void failed(Difference difference, ModelException why) throws IOException {
    fail(difference, why);
  }

  private void fail(Difference difference, Throwable why) throws IOException {
    next.putWithoutVector(difference);
    round.failed(difference, why);
  }
}
