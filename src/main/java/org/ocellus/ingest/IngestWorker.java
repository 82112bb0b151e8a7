package org.ocellus.ingest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.lucene.store.AlreadyClosedException;
import org.jspecify.annotations.Nullable;
import org.ocellus.image.Tensor;
import org.ocellus.index.IndexException;
import org.ocellus.index.PictureIndex;
import org.ocellus.index.PictureVectors;
import org.ocellus.index.StoredPicture;
import org.ocellus.index.StoredPicture.Origin;
import org.ocellus.ingest.IngestReport.Stage;
import org.ocellus.ingest.Tally.Outcome;
import org.ocellus.metadata.PhotoMetadata;
import org.ocellus.model.Caption;
import org.ocellus.model.ImageCaptioner;
import org.ocellus.model.Model;
import org.ocellus.model.ModelException;
import org.ocellus.model.Prediction;

/**
 * One thread of a run: takes pictures one by one, settles those that need no network at once, and
 * puts the others through it in batches.
 */
final class IngestWorker implements NetworkBatch.Results<IngestWorker.Waiting, Prediction> {
  private final IngestRun work;
  private final PictureIndex index;
  private final PictureReader reader;
  private final Gathering gathering;
  private final Tally tally;
  private final StageClock clock;
  private final Model model;
  private final NetworkBatch<Waiting, Prediction> batch;
  private final @Nullable NetworkBatch<Embedded, Caption> captions;

  /** A picture on its way through the network. */
  record Waiting(Found found, StoredPicture stored, @Nullable Tensor captioning, boolean isNew) {}

  /** A picture on its way through the captioner. */
  private record Embedded(Waiting picture, Prediction prediction) {}

  IngestWorker(
      IngestRun work,
      PictureIndex index,
      Model model,
      PictureReader reader,
      Gathering gathering,
      Tally tally,
      StageClock clock) {
    this.work = work;
    this.index = index;
    this.reader = reader;
    this.gathering = gathering;
    this.tally = tally;
    this.clock = clock;
    this.model = model;
    int size = work.ingest().batch();
    this.batch = new NetworkBatch<>(model::predict, Stage.NETWORK, size, clock, this);
    ImageCaptioner captioner = work.ingest().captioner();
    this.captions =
        captioner == null
            ? null
            : new NetworkBatch<>(captioner::caption, Stage.CAPTION, size, clock, new Captioned());
  }

  /** Works until there is no picture left or the run is stopped. */
  void work() throws IOException {
    for (Found which = work.next(); which != null; which = work.next()) {
      take(which);
      if (batch.isFull()) {
        run();
      }
      work.commitNowAndThen();
    }
    run();
  }

  private void run() throws IOException {
    batch.run();
    if (captions != null) {
      captions.run();
    }
  }

  private void take(Found which) throws IOException {
    Outcome outcome;
    try {
      outcome = settle(which);
    } catch (IndexException | AlreadyClosedException e) {
      throw e;
    } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError e) {
      // One broken picture, whatever is wrong with it, is a line in the report.
      tally.fail(which, e);
      return;
    }
    if (outcome != null) {
      tally.count(gathering.followed().contains(which.id()) ? Outcome.MOVED : outcome);
    }
  }

  /** Settles a picture at once; null if it waits for the network. */
  private @Nullable Outcome settle(Found which) throws IOException {
    BasicFileAttributes file = PictureReader.attributes(which.file());
    StoredPicture before = index.get(which.id()).orElse(null);
    // One whose file was missing when the index was built anew has no vector: now is the time.
    boolean complete =
        before != null
            && index.isSeen(before.id(), model.alignsPicturesWithText())
            && !lacksCaption(before, which);
    if (before != null) {
      refuseOthersId(before, which.file());
      if (complete && isUnchanged(before, which, file)) {
        return Outcome.UNCHANGED;
      }
    }
    PictureReader.Content content;
    try (StageClock.Span span = clock.start(Stage.DECODE)) {
      content = PictureReader.Content.of(which.file(), file.lastModifiedTime().toMillis());
    }
    if (complete && content.hash().equals(before.hash())) {
      if (retouched(before.id(), which, content)) {
        return sameWords(before, which) ? Outcome.UNCHANGED : Outcome.UPDATED;
      }
      // Deleted meanwhile.
      before = null;
    }
    if (before == null && gathering.vanished() != null) {
      Optional<String> old = gathering.vanished().claim(content.hash());
      if (old.isPresent() && retouched(old.get(), which, content)) {
        return Outcome.MOVED;
      }
    }
    Map<String, String> words = Words.of(which, before == null ? Map.of() : before.said());
    PictureReader.Ready ready = reader.read(which, words, content, clock);
    batch.add(
        new Waiting(which, ready.stored(), ready.captioning(), before == null), ready.tensor());
    return null;
  }

  /** Whether the captioner is to say something, for nobody does, or not any more. */
  private boolean lacksCaption(StoredPicture before, Found which) {
    if (captions == null) {
      return false;
    }
    boolean withdrawn =
        before.said().containsKey(Words.CAPTION)
            && !Words.of(which, before.said()).containsKey(Words.CAPTION);
    return before.captionBy() == null || withdrawn;
  }

  private boolean isUnchanged(StoredPicture before, Found which, BasicFileAttributes file) {
    return sameWords(before, which)
        && Objects.equals(before.bytes(), file.size())
        && Objects.equals(before.modified(), file.lastModifiedTime().toMillis())
        && Objects.equals(before.source(), which.source())
        && Objects.equals(before.root(), String.valueOf(which.root()))
        && Objects.equals(before.folder(), which.folder());
  }

  private boolean sameWords(StoredPicture before, Found which) {
    return Objects.equals(before.given(), Words.given(Words.of(which, before.said())));
  }

  /**
   * Same pixels; the file was touched or has moved, or people say something else of it. Returns
   * false if there is no picture of that id any more.
   */
  private boolean retouched(String id, Found which, PictureReader.Content content)
      throws IOException {
    byte[] bytes = content.bytes();
    PhotoMetadata metadata;
    try (StageClock.Span span = clock.start(Stage.DECODE)) {
      metadata = PhotoMetadata.read(bytes, which.picture().describe());
    }
    try (StageClock.Span span = clock.start(Stage.INDEX)) {
      return index.update(
          id,
          stored -> {
            StoredPicture.Builder base =
                stored.toBuilder().id(which.id()).file(bytes.length, content.modified());
            Map<String, String> words = Words.of(which, stored.said());
            StoredPicture said = PictureReader.said(base, which, words, metadata).build();
            boolean keepsPredicted = said.captionBy() == null && stored.captionBy() == Origin.MODEL;
            StoredPicture now = keepsPredicted ? said.toBuilder().captionOf(stored).build() : said;
            return Edits.merged(stored, now);
          });
    }
  }

  /** Another way to the same file, by a link or a mount, is none of another's. */
  private void refuseOthersId(StoredPicture before, Path file) throws IOException {
    String source = before.source();
    if (source != null
        && !source.equals(file.toAbsolutePath().normalize().toString())
        && Files.exists(Path.of(source))
        && !Files.isSameFile(Path.of(source), file)) {
      throw new IllegalArgumentException(
          "its id \""
              + before.id()
              + "\" belongs to "
              + source
              + " in this index: index their common folder, or give ids in a manifest");
    }
  }

  @Override
  public void failed(Waiting picture, ModelException why) {
    tally.fail(picture.found(), why);
  }

  @Override
  public void done(Waiting picture, Prediction prediction) throws IOException {
    tally.embedded();
    if (captions != null && picture.captioning() != null) {
      captions.add(new Embedded(picture, prediction), picture.captioning());
    } else if (put(picture, picture.stored(), prediction)) {
      count(picture);
    }
  }

  /** Puts pictures with their captions, and without where the captioner fails. */
  private final class Captioned implements NetworkBatch.Results<Embedded, Caption> {
    @Override
    public void done(Embedded embedded, Caption caption) throws IOException {
      StoredPicture stored = embedded.picture().stored().toBuilder().caption(caption).build();
      if (put(embedded.picture(), stored, embedded.prediction())) {
        count(embedded.picture());
      }
    }

    @Override
    public void failed(Embedded embedded, ModelException why) throws IOException {
      Waiting picture = embedded.picture();
      if (put(picture, picture.stored(), embedded.prediction())) {
        tally.fail(picture.found(), why);
      }
    }
  }

  private void count(Waiting picture) {
    tally.count(picture.isNew() ? Outcome.ADDED : Outcome.UPDATED);
  }

  /** Puts a picture into the index; false if that failed, and is told. */
  private boolean put(Waiting picture, StoredPicture described, Prediction prediction)
      throws IOException {
    try (StageClock.Span span = clock.start(Stage.INDEX)) {
      StoredPicture stored =
          PictureReader.labelled(described, prediction, work.ingest().labelThreshold());
      PictureVectors vectors = PictureVectors.of(prediction, model);
      if (picture.isNew()) {
        index.put(stored, vectors);
      } else {
        // People may have said more of it while it was on its way.
        index.merge(stored, vectors, Edits::merged);
      }
      return true;
    } catch (IllegalArgumentException | ModelException e) {
      tally.fail(picture.found(), e);
      return false;
    }
  }
}
