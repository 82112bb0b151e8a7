package org.ocellus.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.ocellus.query.VisualQuery.keyword;
import static org.ocellus.query.VisualQuery.similarTo;
import static org.ocellus.query.VisualQuery.similarToId;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.ocellus.image.ImageDecoder;
import org.ocellus.index.Picture;
import org.ocellus.index.PictureIndex;
import org.ocellus.index.Quantization;
import org.ocellus.index.Space;
import org.ocellus.index.VectorStorage;
import org.ocellus.ingest.PictureReader;
import org.ocellus.model.Metric;

/** Quantised indexes against brute force over the full vectors, by both metrics. */
class QuantizedSearchTest {
  private static final int COUNT = 2000;
  private static final int DIMENSION = 128;
  private static final int QUERIES = 20;
  private static final int K = 10;

  /** Fewer directions than dimensions, as the embeddings of pictures have. */
  private static final int DIRECTIONS = 24;

  @TempDir Path folder;
  private final Random random = new Random(7);
  private final float[][] directions = new float[DIRECTIONS][];
  private final List<float[]> vectors = new ArrayList<>();

  static List<VectorStorage> storages() {
    return IntStream.range(0, Quantization.values().length)
        .mapToObj(i -> Quantization.values()[i])
        .flatMap(
            bits ->
                List.of(Metric.values()).stream()
                    .map(metric -> VectorStorage.of(metric).quantized(bits)))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("storages")
  void hitsAreMeasuredByFullVectorsWhateverTheBits(VectorStorage storage) throws IOException {
    Metric metric = storage.metrics().iterator().next();
    try (PictureIndex index = index(storage)) {
      VisualSearch search = new VisualSearch(index, null, new ImageDecoder());
      int found = 0;
      for (int q = 0; q < QUERIES; q++) {
        float[] query = vector();
        List<Integer> truth = nearest(metric, query, i -> true);

        Hits exact = search.search(similarTo(query).exactly().limit(K));
        assertThat(exact.ids()).isEqualTo(ids(truth));

        Hits hits = search.search(similarTo(query).limit(K));
        found += (int) hits.ids().stream().filter(ids(truth)::contains).count();
        for (Hit hit : hits) {
          double value = metric == Metric.COSINE ? -hit.score() : hit.distance();
          assertThat(value)
              .isCloseTo(value(metric, query, Integer.parseInt(hit.id())), within(1e-5));
        }
        assertThat(hits.list())
            .isSortedAccordingTo(
                Comparator.comparingDouble(
                    hit -> metric == Metric.COSINE ? -hit.score() : hit.distance()));
      }
      assertThat(found / (double) (QUERIES * K)).as("recall").isGreaterThanOrEqualTo(0.95);
    }
  }

  @ParameterizedTest
  @EnumSource(Quantization.class)
  void filtersPagesCutOffsAndTheExampleItself(Quantization bits) throws IOException {
    VectorStorage storage = VectorStorage.of(Metric.COSINE).quantized(bits);
    try (PictureIndex index = index(storage)) {
      VisualSearch search = new VisualSearch(index, null, new ImageDecoder());
      float[] query = vector();

      List<String> few = search.search(similarTo(query).where(keyword("hundredth")).limit(K)).ids();
      assertThat(few).isEqualTo(ids(nearest(Metric.COSINE, query, i -> i % 100 == 0)));

      List<String> together = search.search(similarTo(query).limit(3 * K)).ids();
      List<String> pages = new ArrayList<>();
      for (int page = 0; page < 3; page++) {
        pages.addAll(search.search(similarTo(query).limit(K).offset(page * K)).ids());
      }
      assertThat(pages).isEqualTo(together).doesNotHaveDuplicates();

      double third = search.search(similarTo(query)).list().get(2).score();
      assertThat(search.search(similarTo(query).minScore(third)).ids())
          .isEqualTo(together.subList(0, 3));

      assertThat(search.search(similarToId("5").limit(COUNT)).ids()).doesNotContain("5");
    }
  }

  @ParameterizedTest
  @EnumSource(Quantization.class)
  void aFilterThatMostPassCostsNoRecall(Quantization bits) throws IOException {
    try (PictureIndex index = index(VectorStorage.of(Metric.COSINE).quantized(bits))) {
      VisualSearch search = new VisualSearch(index, null, new ImageDecoder());
      int found = 0;
      for (int q = 0; q < QUERIES; q++) {
        float[] query = vector();
        List<String> hits = search.search(similarTo(query).where(keyword("most")).limit(K)).ids();
        List<String> truth = ids(nearest(Metric.COSINE, query, i -> i % 5 > 0));
        found += (int) hits.stream().filter(truth::contains).count();
      }
      assertThat(found / (double) (QUERIES * K)).as("recall").isGreaterThanOrEqualTo(0.95);
    }
  }

  @ParameterizedTest
  @MethodSource("storages")
  void longVectorsAreReadAndMergedByPlainLuceneToo(VectorStorage storage) throws IOException {
    for (int dimension : new int[] {1280, 2048}) {
      Path path = folder.resolve(storage.quantization() + "-" + dimension);
      List<float[]> longOnes = new ArrayList<>();
      Space space = Space.ofOwnVectors(dimension);
      try (PictureIndex index = PictureIndex.open(path, storage, null, null)) {
        for (int i = 0; i < 30; i++) {
          float[] vector = new float[dimension];
          for (int d = 0; d < dimension; d++) {
            vector[d] = (float) random.nextGaussian();
          }
          longOnes.add(vector);
          index.put(PictureReader.said(Picture.ofVector("" + i, vector)), vector, space);
          if (i % 10 == 9) {
            index.commit();
          }
        }
      }
      try (FSDirectory directory = FSDirectory.open(path.resolve("gen-000001"));
          IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
        writer.forceMerge(1);
      }
      try (FSDirectory directory = FSDirectory.open(path.resolve("gen-000001"));
          DirectoryReader reader = DirectoryReader.open(directory)) {
        assertThat(reader.leaves()).hasSize(1);
        assertThat(reader.numDocs()).isEqualTo(30);
      }
      try (PictureIndex index = PictureIndex.open(path, storage, null, null)) {
        VisualSearch search = new VisualSearch(index, null, new ImageDecoder());
        for (int i = 0; i < 30; i += 7) {
          assertThat(search.search(similarTo(longOnes.get(i)).limit(1)).ids())
              .containsExactly("" + i);
        }
      }
    }
  }

  private PictureIndex index(VectorStorage storage) throws IOException {
    for (int i = 0; i < DIRECTIONS; i++) {
      directions[i] = gaussian(DIMENSION);
    }
    PictureIndex index = PictureIndex.open(folder.resolve("index"), storage, null, null);
    Space space = Space.ofOwnVectors(DIMENSION);
    for (int i = 0; i < COUNT; i++) {
      float[] vector = vector();
      vectors.add(vector);
      Picture picture =
          Picture.ofVector("" + i, vector)
              .keywords(i % 100 == 0 ? "hundredth" : i % 5 > 0 ? "most" : "other");
      index.put(PictureReader.said(picture), vector, space);
      if (i % 800 == 799) {
        index.commit();
      }
    }
    index.optimize();
    return index;
  }

  private float[] vector() {
    float[] vector = gaussian(DIMENSION);
    for (float[] direction : directions) {
      float share = (float) random.nextGaussian();
      for (int d = 0; d < DIMENSION; d++) {
        vector[d] += share * direction[d];
      }
    }
    return vector;
  }

  private float[] gaussian(int dimension) {
    float[] vector = new float[dimension];
    for (int d = 0; d < dimension; d++) {
      vector[d] = (float) random.nextGaussian();
    }
    return vector;
  }

  private List<Integer> nearest(Metric metric, float[] query, IntPredicate passing) {
    return IntStream.range(0, COUNT)
        .filter(passing)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> value(metric, query, i)))
        .limit(K)
        .toList();
  }

  private static List<String> ids(List<Integer> numbers) {
    return numbers.stream().map(String::valueOf).toList();
  }

  /** The distance, or the cosine with its sign changed. */
  private double value(Metric metric, float[] query, int i) {
    double dot = 0;
    double squares = 0;
    double lengths = 0;
    double apart = 0;
    for (int d = 0; d < DIMENSION; d++) {
      double a = query[d];
      double b = vectors.get(i)[d];
      dot += a * b;
      squares += a * a;
      lengths += b * b;
      apart += (a - b) * (a - b);
    }
    return metric == Metric.COSINE ? -dot / Math.sqrt(squares * lengths) : Math.sqrt(apart);
  }
}
