package org.ocellus.surviving;

import static org.ocellus.query.VisualQuery.keyword;
import static org.ocellus.query.VisualQuery.similarTo;
import static org.ocellus.query.VisualQuery.text;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.ocellus.VisualIndex;
import org.ocellus.image.ImageDecoder;
import org.ocellus.index.StoredPicture;
import org.ocellus.model.Model;
import org.ocellus.query.Hit;
import org.ocellus.query.Hits;

/**
 * The child of {@link ConcurrentUseTest}: eight threads add, mark, delete and search in one index.
 * Whatever they see must be what the {@linkplain Pair pairs} were at one moment between the last
 * refresh and now.
 */
final class ConcurrentUse {
  private static final int THREADS = 8;
  private static final int PAIRS_A_THREAD = 10;
  private static final int PICTURES = 7;
  private static final long HEAP_GROWTH = 8L << 20;

  /** The JVM goes on compiling for minutes, and Lucene's and the network's buffers vary. */
  private static final long MEMORY_GROWTH = 64L << 20;

  /** Far less than the cosines of two pictures differ by, see {@link #embeddings}. */
  private static final double SAME = 1e-5;

  private final VisualIndex index;
  private final List<byte[]> pictures;
  private final float[][] embeddings;
  private final List<Pair> pairs = new ArrayList<>();
  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicLong changes = new AtomicLong();
  private final AtomicLong checks = new AtomicLong();

  private ConcurrentUse(VisualIndex index, List<byte[]> pictures, float[][] embeddings) {
    this.index = index;
    this.pictures = pictures;
    this.embeddings = embeddings;
    for (int i = 0; i < THREADS * PAIRS_A_THREAD; i++) {
      pairs.add(new Pair("pair%03d".formatted(i), pictures));
    }
  }

  /** Arguments: folder of the index, seconds, seed. Says on standard output what it has done. */
  public static void main(String[] args) throws Exception {
    List<byte[]> pictures = pictures();
    Model model = Model.bundled(1);
    float[][] embeddings = embeddings(model, pictures);
    try (VisualIndex index = VisualIndex.open(Path.of(args[0]), model)) {
      ConcurrentUse use = new ConcurrentUse(index, pictures, embeddings);
      use.run(Duration.ofSeconds(Long.parseLong(args[1])), Long.parseLong(args[2]));
    }
  }

  private void run(Duration time, long seed) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        List<Pair> own = pairs.subList(i * PAIRS_A_THREAD, (i + 1) * PAIRS_A_THREAD);
        SplittableRandom random = new SplittableRandom(seed + i);
        running.add(threads.submit(() -> work(own, random)));
      }
      MemoryWatch memory = new MemoryWatch(time);
      try {
        while (!memory.isOver() && running.stream().noneMatch(Future::isDone)) {
          memory.look();
        }
      } finally {
        over.set(true);
      }
      for (Future<?> thread : running) {
        thread.get();
      }
      refresh();
      checkAll();
      memory.checkFlat(HEAP_GROWTH, MEMORY_GROWTH);
      System.out.printf(
          "%d changes and %d checked answers by %d threads; %s%n",
          changes.get(), checks.get(), THREADS, memory);
    }
  }

  private @Nullable Void work(List<Pair> own, SplittableRandom random) throws IOException {
    try {
      while (!over.get()) {
        Pair any = pairs.get(random.nextInt(pairs.size()));
        switch (random.nextInt(100)) {
          case 0 -> refresh();
          case 1 -> commitNowAndThen(random);
          case 2 -> checkOwn(own.get(random.nextInt(own.size())));
          case 3, 4 -> checkAll();
          case 5, 6, 7, 8, 9, 10, 11, 12, 13, 14 -> checkTags(any);
          case 15, 16, 17, 18, 19, 20, 21, 22, 23, 24 ->
              checkVectors(any, random.nextInt(PICTURES));
          case 25, 26, 27, 28, 29 -> checkKept(any);
          default -> {
            own.get(random.nextInt(own.size())).step(index);
            changes.incrementAndGet();
          }
        }
      }
      return null;
    } catch (Throwable e) {
      over.set(true);
      throw e;
    }
  }

  /** One view of everything: each id once, each pair as it was at some moment. */
  private void checkAll() throws IOException {
    Map<Pair, Long> from = new HashMap<>();
    pairs.forEach(pair -> from.put(pair, pair.shown()));
    Map<String, StoredPicture> seen = new HashMap<>();
    index.forEach(
        picture -> {
          if (seen.put(picture.id(), picture) != null) {
            throw new IllegalStateException(picture.id() + " is there twice");
          }
        });
    for (Pair pair : pairs) {
      Pair.State state =
          new Pair.State(
              pair.shown(Optional.ofNullable(seen.get(pair.one()))),
              pair.shown(Optional.ofNullable(seen.get(pair.two()))));
      pair.check(from.get(pair), pair.begun(), state::equals, state);
    }
    checks.incrementAndGet();
  }

  /** Tags and captions: who is there, who is marked. */
  private void checkTags(Pair pair) throws IOException {
    long from = pair.shown();
    Set<String> tagged = ids(index.search(keyword(pair.name())));
    pair.check(from, pair.begun(), state -> tagged.equals(there(pair, state, false)), tagged);
    Set<String> marked = ids(index.search(keyword(pair.name()).where(keyword("marked"))));
    pair.check(from, pair.begun(), state -> marked.equals(there(pair, state, true)), marked);
    Set<String> captioned = ids(index.search(text(pair.name())));
    pair.check(from, pair.begun(), state -> captioned.equals(there(pair, state, false)), captioned);
    checks.addAndGet(3);
  }

  private static Set<String> there(Pair pair, Pair.State state, boolean marked) {
    Set<String> ids = new HashSet<>();
    if (state.one() != null && (state.one().marked() || !marked)) {
      ids.add(pair.one());
    }
    if (state.two() != null && (state.two().marked() || !marked)) {
      ids.add(pair.two());
    }
    return ids;
  }

  private static Set<String> ids(Hits hits) {
    Set<String> ids = new HashSet<>(hits.ids());
    if (ids.size() < hits.size()) {
      throw new IllegalStateException("a hit twice: " + hits.ids());
    }
    return ids;
  }

  /** The cosines tell which picture was embedded, the filter which tags belong to it. */
  private void checkVectors(Pair pair, int example) throws IOException {
    long from = pair.shown();
    Hits hits =
        index.search(
            similarTo(pictures.get(example)).exactly().where(keyword(pair.name())).limit(10));
    Map<String, Double> cosines = new HashMap<>();
    for (Hit hit : hits) {
      if (cosines.put(hit.id(), hit.score()) != null) {
        throw new IllegalStateException("a hit twice: " + hits.ids());
      }
    }
    pair.check(
        from,
        pair.begun(),
        state ->
            isOf(state.one(), cosines.get(pair.one()), example)
                && isOf(state.two(), cosines.get(pair.two()), example),
        cosines);
    checks.incrementAndGet();
  }

  private boolean isOf(Pair.@Nullable Shown shown, @Nullable Double cosine, int example) {
    if (shown == null || cosine == null) {
      return shown == null && cosine == null;
    }
    float[] expected = embeddings[shown.version() % PICTURES];
    return Math.abs(cosine(embeddings[example], expected) - cosine) < SAME;
  }

  private void checkKept(Pair pair) throws IOException {
    long from = pair.shown();
    Pair.Shown one = pair.shown(index.get(pair.one()));
    pair.check(from, pair.begun(), state -> same(state.one(), one), String.valueOf(one));
    checks.incrementAndGet();
  }

  private static boolean same(Pair.@Nullable Shown a, Pair.@Nullable Shown b) {
    return a == null ? b == null : a.equals(b);
  }

  /** Whoever changes a pair alone sees after a refresh exactly what it did. */
  private void checkOwn(Pair pair) throws IOException {
    refresh();
    Pair.State state =
        new Pair.State(pair.shown(index.get(pair.one())), pair.shown(index.get(pair.two())));
    pair.check(pair.done(), pair.done(), state::equals, state);
    checks.incrementAndGet();
  }

  private void commitNowAndThen(SplittableRandom random) throws IOException {
    if (random.nextInt(10) == 0) {
      index.commit();
    }
  }

  private void refresh() throws IOException {
    Map<Pair, Long> done = new HashMap<>();
    pairs.forEach(pair -> done.put(pair, pair.done()));
    index.refresh();
    done.forEach(Pair::refreshed);
  }

  /** Small pictures of different colours. */
  private static List<byte[]> pictures() throws IOException {
    List<byte[]> pictures = new ArrayList<>();
    for (int i = 0; i < PICTURES; i++) {
      BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
      for (int y = 0; y < 32; y++) {
        for (int x = 0; x < 32; x++) {
          image.setRGB(x, y, 0x10_2030 * (i + 1) + (x * (i + 1) & 0xFF) * 0x0701 + y * i);
        }
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      ImageIO.write(image, i % 2 == 0 ? "png" : "jpg", bytes);
      pictures.add(bytes.toByteArray());
    }
    return pictures;
  }

  /** Their embeddings; no two cosines to one of them are alike. */
  private static float[][] embeddings(Model model, List<byte[]> pictures) throws IOException {
    float[][] embeddings = new float[PICTURES][];
    for (int i = 0; i < PICTURES; i++) {
      var image = new ImageDecoder().decode(pictures.get(i), "picture " + i);
      embeddings[i] = model.encoder().embed(List.of(image)).get(0);
    }
    for (float[] example : embeddings) {
      double[] cosines = new double[PICTURES];
      for (int i = 0; i < PICTURES; i++) {
        cosines[i] = cosine(example, embeddings[i]);
      }
      Arrays.sort(cosines);
      for (int i = 1; i < PICTURES; i++) {
        if (cosines[i] - cosines[i - 1] < 4 * SAME) {
          throw new IllegalStateException("pictures too much alike");
        }
      }
    }
    return embeddings;
  }

  private static double cosine(float[] a, float[] b) {
    double dot = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      dot += (double) a[i] * b[i];
      aa += (double) a[i] * a[i];
      bb += (double) b[i] * b[i];
    }
    return dot / Math.sqrt(aa * bb);
  }
}
