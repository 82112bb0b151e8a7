package org.ocellus.ingest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.lucene.store.AlreadyClosedException;
import org.jspecify.annotations.Nullable;
import org.ocellus.image.ImageDecoder;
import org.ocellus.image.Tensor;
import org.ocellus.index.IndexException;
import org.ocellus.index.PictureIndex;
import org.ocellus.index.Space;
import org.ocellus.index.StoredPicture;
import org.ocellus.ingest.IngestReport.Stage;
import org.ocellus.metadata.PhotoMetadata;
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
  private final Object telling = new Object();
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
  private final AtomicLong embedded = new AtomicLong();
  private final AtomicLong done = new AtomicLong();
  private final AtomicLong lastCommit = new AtomicLong(System.nanoTime());
  private volatile long started = System.nanoTime();
  private @Nullable Vanished vanished;

  /** Ids of pictures recognised under other names before the workers started. */
  private Set<String> followed = Set.of();

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
    Set<String> roots = new TreeSet<>();
    boolean manifestIsWhole = true;
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
      manifestIsWhole = manifest.failures().isEmpty();
      found.addAll(manifest.found());
      failures.addAll(manifest.failures());
      roots.add(manifest.file().toString());
    }
    Set<String> filled = new HashSet<>();
    if (ingest.sync()) {
      found.stream()
          .filter(each -> !each.isGone())
          .forEach(each -> filled.add(String.valueOf(each.root())));
    }
    joinTwins();
    index.refresh();
    if (ingest.sync()) {
      vanished = Vanished.find(index, roots, found, manifestIsWhole);
      refuseEmptied(roots, filled, vanished);
      followed = Renames.follow(index, found, vanished);
    }
    started = System.nanoTime();
    boolean interrupted = work();
    List<String> gone = vanished == null || interrupted ? List.of() : List.copyOf(vanished.ids());
    for (String id : gone) {
      index.delete(id);
    }
    index.commit();
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
        embedded.get(),
        failures,
        interrupted,
        Duration.ofNanos(System.nanoTime() - started),
        clock.read());
  }

  /** A disk that is not mounted looks like a folder whose pictures are all gone. */
  private static void refuseEmptied(Set<String> roots, Set<String> filled, Vanished vanished)
      throws NoSuchFileException {
    for (String root : roots) {
      if (!filled.contains(root) && vanished.roots().contains(root)) {
        throw new NoSuchFileException(
            root,
            null,
            "holds no picture at all, though the index has some from there; if the disk is mounted"
                + " and they are really gone, delete them from the index, or the index");
      }
    }
  }

  /**
   * A file found twice is one picture, of which a manifest's words count more. Two files of one id
   * would replace each other, run after run.
   */
  private void joinTwins() {
    Map<String, Found> byId = new LinkedHashMap<>();
    for (Found each : found) {
      Found twin = byId.putIfAbsent(each.id(), each);
      if (twin != null && twin.file().equals(each.file())) {
        byId.put(each.id(), twin.with(each));
      } else if (twin != null) {
        failures.add(
            new Failure(
                each.file().toString(),
                "its id \""
                    + each.id()
                    + "\" belongs to another picture of this run: index their common folder, or"
                    + " give ids in a manifest"));
      }
    }
    found.clear();
    found.addAll(byId.values());
  }

  /** Runs the workers to their end; returns whether they were stopped before it. */
  private boolean work() throws IOException {
    boolean interrupted = Thread.interrupted();
    stopped.set(interrupted);
    Throwable broken = null;
    try (ExecutorService workers =
        Executors.newFixedThreadPool(
            ingest.workers(), Thread.ofPlatform().name("ocellus-ingest-", 0).factory())) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < ingest.workers(); i++) {
        running.add(workers.submit(this::workUnlessStopped));
      }
      for (Future<?> worker : running) {
        for (boolean ended = false; !ended; ) {
          try {
            worker.get();
            ended = true;
          } catch (InterruptedException e) {
            interrupted = true;
            stopped.set(true);
          } catch (ExecutionException e) {
            ended = true;
            broken = broken == null ? e.getCause() : broken;
          }
        }
      }
    }
    if (broken != null) {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      rethrow(broken);
    }
    return interrupted;
  }

  /** One worker; what breaks it stops the others. */
  private @Nullable Void workUnlessStopped() throws IOException {
    try {
      new Worker().work();
      return null;
    } catch (Throwable e) {
      stopped.set(true);
      throw e;
    }
  }

  private static void rethrow(Throwable broken) throws IOException {
    if (broken instanceof IOException known) {
      throw known;
    }
    if (broken instanceof RuntimeException known) {
      throw known;
    }
    if (broken instanceof Error known) {
      throw known;
    }
    throw new IOException(broken);
  }

  private void failed(Found which, Throwable why) {
    String reason =
        why instanceof NoSuchFileException
            ? "no such file"
            : Objects.requireNonNullElse(why.getMessage(), why.toString());
    synchronized (failures) {
      failures.add(new Failure(which.file().toString(), reason));
    }
    advance();
  }

  private void advance() {
    synchronized (telling) {
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
      } catch (IndexException | AlreadyClosedException e) {
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
      BasicFileAttributes file = PictureReader.attributes(which.file());
      StoredPicture before = index.get(which.id()).orElse(null);
      if (before != null) {
        refuseOthersId(before, which.file());
        if (isUnchanged(before, which, file)) {
          count(which, unchanged);
          return true;
        }
      }
      PictureReader.Content content;
      try (StageClock.Span span = clock.start(Stage.DECODE)) {
        content = PictureReader.Content.of(which.file(), file.lastModifiedTime().toMillis());
      }
      if (before != null && content.hash().equals(before.hash())) {
        if (retouched(before.id(), which, content)) {
          count(which, sameWords(before, which) ? unchanged : updated);
          return true;
        }
        // Deleted meanwhile.
        before = null;
      }
      if (before == null && vanished != null) {
        Optional<String> old = vanished.claim(content.hash());
        if (old.isPresent() && retouched(old.get(), which, content)) {
          count(which, moved);
          return true;
        }
      }
      Map<String, String> words = Words.of(which, before == null ? Map.of() : before.said());
      PictureReader.Ready ready = reader.read(which, words, content, clock);
      StoredPicture stored = before == null ? ready.stored() : Edits.merged(before, ready.stored());
      batch.add(new Waiting(which, stored, ready.tensor(), before == null));
      return false;
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

    private void count(Found which, AtomicLong kind) {
      (followed.contains(which.id()) ? moved : kind).incrementAndGet();
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
              return Edits.merged(stored, PictureReader.said(base, which, words, metadata).build());
            });
      }
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
      embedded.addAndGet(waiting.size());
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
