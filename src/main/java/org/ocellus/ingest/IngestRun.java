package org.ocellus.ingest;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.ocellus.image.ImageDecoder;
import org.ocellus.index.IndexException;
import org.ocellus.index.PictureIndex;
import org.ocellus.index.Space;
import org.ocellus.model.ImageCaptioner;
import org.ocellus.model.Model;

/**
 * One run of {@link Ingest}. Each worker takes the next few pictures, decodes and preprocesses them
 * one by one, runs them through the network together and puts them into the index: so memory is
 * bounded by one full picture and one batch of tensors a worker, and no stage waits for another.
 *
 * <p>To stop a run, interrupt the thread that called {@link #run}: workers finish the picture at
 * hand, what was done is committed, and the report says so.
 */
public final class IngestRun {
  private final Ingest ingest;
  private final Gathering gathering;
  private final AtomicInteger next = new AtomicInteger();
  private final Workers workers;
  private final NowAndThen commits;

  private IngestRun(PictureIndex index, Ingest ingest, Gathering gathering) {
    this.ingest = ingest;
    this.gathering = gathering;
    this.workers = new Workers(ingest.workers());
    this.commits = new NowAndThen(index::commit);
  }

  /**
   * Indexes the pictures.
   *
   * @param listener told after every picture, by one thread at a time
   * @throws NoSuchFileException if a root or the manifest does not exist
   * @throws IndexException if the index cannot be written or holds another model's vectors
   */
  public static IngestReport run(
      PictureIndex index,
      Model model,
      ImageDecoder decoder,
      Ingest ingest,
      Consumer<Progress> listener)
      throws IOException {
    index.check(Space.of(model));
    Space text = Space.ofText(model);
    if (text != null) {
      index.checkText(text);
    }
    Gathering gathering = Gathering.of(ingest, index);
    IngestRun run = new IngestRun(index, ingest, gathering);
    ImageCaptioner captioner = ingest.captioner();
    PictureReader reader =
        new PictureReader(
            decoder, model.preprocessing(), captioner == null ? null : captioner.preprocessing());
    Tally tally = new Tally(gathering.found().size(), gathering.failures(), listener);
    StageClock clock = new StageClock();
    boolean interrupted =
        run.workers.run(
            () -> new IngestWorker(run, index, model, reader, gathering, tally, clock).work());
    Vanished vanished = gathering.vanished();
    List<String> gone = vanished == null || interrupted ? List.of() : List.copyOf(vanished.ids());
    for (String id : gone) {
      index.delete(id);
    }
    index.commit();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return tally.report(gone.size(), gathering.ignored(), interrupted, clock);
  }

  Ingest ingest() {
    return ingest;
  }

  /** The next picture for whoever asks; null if there is none or the run is stopped. */
  @Nullable Found next() {
    int i = next.getAndIncrement();
    return workers.stopped() || i >= gathering.found().size() ? null : gathering.found().get(i);
  }

  void commitNowAndThen() throws IOException {
    commits.commit();
  }
}
