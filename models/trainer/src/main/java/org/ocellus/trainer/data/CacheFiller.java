package org.ocellus.trainer.data;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.ocellus.image.Preprocessing;
import org.ocellus.trainer.storage.StorageException;

/** Decodes the pictures that a cache lacks, on all cores. */
final class CacheFiller {
  private static final int REPORT_EACH = 5000;

  private final PictureCache cache;
  private final Preprocessing preprocessing;
  private final List<PictureContent> contents;
  private final PreparationListener progress;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger done = new AtomicInteger();
  private final AtomicInteger bad = new AtomicInteger();
  private final AtomicReference<@Nullable String> firstBad = new AtomicReference<>();

  CacheFiller(
      PictureCache cache,
      Preprocessing preprocessing,
      List<PictureContent> contents,
      PreparationListener progress) {
    this.cache = cache;
    this.preprocessing = preprocessing;
    this.contents = contents;
    this.progress = progress;
  }

  void fill() throws InterruptedException {
    int threads = Runtime.getRuntime().availableProcessors();
    try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
      await(IntStream.range(0, threads).mapToObj(i -> workers.submit(this::work)).toList());
    }
    if (isTooBad()) {
      throw new DataException(
          bad
              + " of "
              + contents.size()
              + " pictures cannot be decoded, more than 1 %, and the rest was not tried; repair or"
              + " remove them, first "
              + firstBad);
    }
  }

  private void await(List<? extends Future<?>> running) throws InterruptedException {
    try {
      for (Future<?> worker : running) {
        worker.get();
      }
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StorageException full) {
        throw full;
      }
      throw new DataException("decoding pictures failed: " + e.getCause(), e.getCause());
    } finally {
      stop();
    }
  }

  /** Lets each worker end after its picture; an interrupt might look like a picture gone bad. */
  private void stop() {
    next.set(contents.size());
  }

  private boolean isTooBad() {
    return bad.get() * 100L > contents.size();
  }

  private void work() {
    try {
      for (int i = next.getAndIncrement();
          i < contents.size() && !isTooBad();
          i = next.getAndIncrement()) {
        if (!cache.usable(i)) {
          decode(i);
        }
        int sofar = done.incrementAndGet();
        if (sofar % REPORT_EACH == 0 || sofar == contents.size()) {
          progress.prepared(sofar, contents.size(), bad.get());
        }
      }
    } finally {
      stop();
    }
  }

  private void decode(int i) {
    try {
      cache.put(i, preprocessing.geometry(contents.get(i).decode(preprocessing)).rgb());
    } catch (IOException e) {
      bad.incrementAndGet();
      progress.skipped(contents.get(i).name(), e);
      firstBad.compareAndSet(null, contents.get(i).name());
    }
  }
}
