package org.ocellus.ingest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.ocellus.image.ImageDecoder;
import org.ocellus.image.Tensor;
import org.ocellus.index.IndexException;
import org.ocellus.index.Picture;
import org.ocellus.index.PictureIndex;
import org.ocellus.index.Space;
import org.ocellus.index.StoredPicture;
import org.ocellus.ingest.IngestReport.Stage;
import org.ocellus.model.Fingerprint;
import org.ocellus.model.Model;
import org.ocellus.model.ModelException;
import org.ocellus.model.Prediction;

/**
 * One run of {@link Ingest}. Each worker takes the next few pictures, decodes and preprocesses them
 * one by one, runs them through the network together and puts them into the index: so memory is
 * bounded by one full picture and one batch of tensors a worker, and no stage waits for another.
 *
 * <p>To stop a run, interrupt the thread that called {@link #run}: workers finish the picture at
 * hand, what was done is committed, and the report says so.
 */
public final class IngestRun {
  private static final Duration COMMIT_EVERY = Duration.ofSeconds(60);

  private final PictureIndex index;
  private final Model model;
  private final PictureReader reader;
  private final Ingest ingest;
  private final Consumer<Progress> listener;
  private final StageClock clock = new StageClock();
  private final Space space;

  private final List<Found> found = new ArrayList<>();
  private final List<Failure> failures = new ArrayList<>();
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final AtomicLong added = new AtomicLong();
  private final AtomicLong updated = new AtomicLong();
  private final AtomicLong unchanged = new AtomicLong();
  private final AtomicLong moved = new AtomicLong();
  private final AtomicLong done = new AtomicLong();
  private final AtomicLong lastCommit = new AtomicLong(System.nanoTime());
  private volatile long started = System.nanoTime();
  private @Nullable Vanished vanished;

  private IngestRun(
      PictureIndex index,
      Model model,
      ImageDecoder decoder,
      Ingest ingest,
      Consumer<Progress> listener) {
    this.index = index;
    this.model = model;
    this.ingest = ingest;
    this.listener = listener;
    this.reader = new PictureReader(decoder, model.preprocessing());
    this.space = Space.of(model);
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
    return new IngestRun(index, model, decoder, ingest, listener).run();
  }

  private IngestReport run() throws IOException {
    index.check(space);
    Walk walk = new Walk();
    Set<String> roots = new HashSet<>();
    for (String root : ingest.roots()) {
      walk.add(root);
    }
    if (ingest.sync() && !walk.partial().isEmpty()) {
      throw new IllegalArgumentException(
          "sync needs whole folders, got "
              + String.join(", ", walk.partial())
              + ": what else lies there would count as vanished");
    }
    walk.roots().forEach(root -> roots.add(root.toString()));
    found.addAll(walk.found());
    failures.addAll(walk.failures());
    if (ingest.manifest() != null) {
      Manifest manifest = Manifest.read(ingest.manifest());
      found.addAll(manifest.found());
      failures.addAll(manifest.failures());
      roots.add(manifest.file().toString());
    }
    refuseTwins();
    index.refresh();
    if (ingest.sync()) {
      vanished = Vanished.find(index, roots, found);
      if (found.isEmpty() && !vanished.isEmpty()) {
        throw new NoSuchFileException(
            String.join(", ", roots),
            null,
            "holds no picture at all, though the index has some from there; if the disk is mounted"
                + " and they are really gone, delete the index");
      }
    }
    started = System.nanoTime();
    boolean interrupted = work();
    List<String> gone = vanished == null || interrupted ? List.of() : List.copyOf(vanished.ids());
    Undisturbed.run(
        () -> {
          for (String id : gone) {
            index.delete(id);
          }
          index.commit();
        });
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return new IngestReport(
        added.get(),
        updated.get(),
        unchanged.get(),
        moved.get(),
        gone.size(),
        walk.ignored(),
        failures,
        interrupted,
        Duration.ofNanos(System.nanoTime() - started),
        clock.read());
  }

  /** Two files of one id would replace each other, run after run. */
  private void refuseTwins() {
    Set<String> ids = new HashSet<>();
    for (var each = found.iterator(); each.hasNext(); ) {
      Picture picture = each.next().picture();
      if (!ids.add(picture.id())) {
        each.remove();
        failures.add(
            new Failure(
                String.valueOf(picture.file()),
                "its id \""
                    + picture.id()
                    + "\" belongs to another picture of this run: index their common folder, or"
                    + " give ids in a manifest"));
      }
    }
  }

  /** Runs the workers to their end; returns whether they were stopped before it. */
  private boolean work() throws IOException {
    boolean interrupted = false;
    try (ExecutorService workers =
        Executors.newFixedThreadPool(
            ingest.workers(), Thread.ofPlatform().name("ocellus-ingest-", 0).factory())) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < ingest.workers(); i++) {
        running.add(
            workers.submit(
                () -> {
                  new Worker().work();
                  return null;
                }));
      }
      IOException broken = null;
      for (Future<?> worker : running) {
        while (!worker.isDone() || broken == null) {
          try {
            worker.get();
            break;
          } catch (InterruptedException e) {
            interrupted = true;
            stopped.set(true);
          } catch (ExecutionException e) {
            stopped.set(true);
            broken =
                e.getCause() instanceof IOException known ? known : new IOException(e.getCause());
          }
        }
      }
      if (broken != null) {
        throw broken;
      }
    }
    return interrupted;
  }

  private void failed(Found which, Throwable why) {
    Path file = which.picture().file();
    String reason =
        why instanceof NoSuchFileException
            ? "no such file"
            : Objects.requireNonNullElse(why.getMessage(), why.toString());
    synchronized (failures) {
      failures.add(new Failure(String.valueOf(file), reason));
    }
    advance();
  }

  private void advance() {
    synchronized (listener) {
      int failed;
      synchronized (failures) {
        failed = failures.size();
      }
      listener.accept(
          new Progress(
              done.incrementAndGet(),
              found.size(),
              failed,
              Duration.ofNanos(System.nanoTime() - started)));
    }
  }

  /** A picture on its way through the network. */
  private record Waiting(Found found, StoredPicture stored, Tensor tensor, boolean isNew) {}

  /** What one thread does. */
  private final class Worker {
    private final List<Waiting> batch = new ArrayList<>();

    void work() throws IOException {
      while (!stopped.get()) {
        int i = next.getAndIncrement();
        if (i >= found.size()) {
          break;
        }
        take(found.get(i));
        if (batch.size() == ingest.batch()) {
          embed();
        }
      }
      embed();
    }

    private void take(Found which) throws IOException {
      try {
        if (!settledWithoutPixels(which)) {
          return;
        }
      } catch (IndexException e) {
        throw e;
      } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError e) {
        // One broken picture, whatever is wrong with it, is a line in the report.
        failed(which, e);
        return;
      }
      advance();
    }

    /** Returns false if the picture waits for the network. */
    private boolean settledWithoutPixels(Found which) throws IOException {
      Picture picture = which.picture();
      Path file = Objects.requireNonNull(picture.file());
      String id = Objects.requireNonNull(picture.id());
      long modified = Files.getLastModifiedTime(file).toMillis();
      Optional<StoredPicture> known = index.get(id);
      Long given = PictureReader.given(picture);
      if (known.isPresent()) {
        StoredPicture before = known.get();
        refuseOthersId(before, file);
        boolean sameWords = Objects.equals(before.given(), given);
        if (sameWords
            && Objects.equals(before.bytes(), Files.size(file))
            && Objects.equals(before.modified(), modified)) {
          unchanged.incrementAndGet();
          return true;
        }
      }
      byte[] bytes = Files.readAllBytes(file);
      String hash = Fingerprint.sha256(bytes);
      if (known.isPresent() && hash.equals(known.get().hash())) {
        return retouched(which, known.get(), given, modified);
      }
      if (known.isEmpty() && vanished != null) {
        Optional<String> old = vanished.claim(hash);
        if (old.isPresent()) {
          return moved(which, old.get(), modified);
        }
      }
      PictureReader.Ready ready = reader.read(which, bytes, modified, clock);
      StoredPicture stored = ready.stored();
      if (known.isPresent() && Objects.equals(known.get().given(), given)) {
        stored = Edits.carried(known.get(), stored);
      }
      batch.add(new Waiting(which, stored, ready.tensor(), known.isEmpty()));
      return false;
    }

    /** Same pixels; the file was touched, or people say something else of it. */
    private boolean retouched(
        Found which, StoredPicture before, @Nullable Long given, long modified) throws IOException {
      boolean sameWords = Objects.equals(before.given(), given);
      index.update(
          before.id(),
          stored -> {
            StoredPicture.Builder touched =
                stored.toBuilder().file(Objects.requireNonNull(stored.bytes()), modified);
            return sameWords
                ? touched.build()
                : Edits.said(touched.build(), which.picture(), given);
          });
      (sameWords ? unchanged : updated).incrementAndGet();
      return true;
    }

    private boolean moved(Found which, String oldId, long modified) throws IOException {
      Picture picture = which.picture();
      index.update(
          oldId,
          stored ->
              stored.toBuilder()
                  .id(Objects.requireNonNull(picture.id()))
                  .source(String.valueOf(picture.file()))
                  .root(String.valueOf(which.root()))
                  .folder(which.folder())
                  .file(Objects.requireNonNull(stored.bytes()), modified)
                  .build());
      moved.incrementAndGet();
      return true;
    }

    private void refuseOthersId(StoredPicture before, Path file) {
      String source = before.source();
      if (source != null
          && !source.equals(file.toAbsolutePath().normalize().toString())
          && Files.exists(Path.of(source))) {
        throw new IllegalArgumentException(
            "its id \""
                + before.id()
                + "\" belongs to "
                + source
                + " in this index: index their common folder, or give ids in a manifest");
      }
    }

    private void embed() throws IOException {
      if (batch.isEmpty()) {
        return;
      }
      List<Waiting> waiting = List.copyOf(batch);
      batch.clear();
      List<Prediction> predictions;
      try (StageClock.Span span = clock.start(Stage.NETWORK)) {
        predictions = model.predict(waiting.stream().map(Waiting::tensor).toList());
      } catch (ModelException e) {
        if (waiting.size() == 1) {
          failed(waiting.get(0).found(), e);
          return;
        }
        // One picture may have spoilt it for the others.
        for (Waiting each : waiting) {
          batch.add(each);
          embed();
        }
        return;
      }
      for (int i = 0; i < waiting.size(); i++) {
        put(waiting.get(i), predictions.get(i));
      }
      commitNowAndThen();
    }

    private void put(Waiting picture, Prediction prediction) throws IOException {
      try (StageClock.Span span = clock.start(Stage.INDEX)) {
        index.put(
            PictureReader.labelled(picture.stored(), prediction, ingest.labelThreshold()),
            prediction.embedding(),
            space);
      } catch (IllegalArgumentException e) {
        failed(picture.found(), e);
        return;
      }
      (picture.isNew() ? added : updated).incrementAndGet();
      advance();
    }

    private void commitNowAndThen() throws IOException {
      long last = lastCommit.get();
      long now = System.nanoTime();
      if (now - last > COMMIT_EVERY.toNanos() && lastCommit.compareAndSet(last, now)) {
        index.commit();
      }
    }
  }
}
