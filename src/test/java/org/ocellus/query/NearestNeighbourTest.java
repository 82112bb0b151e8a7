package org.ocellus.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.ocellus.query.VisualQuery.keyword;
import static org.ocellus.query.VisualQuery.similarTo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.image.ImageDecoder;
import org.ocellus.index.Picture;
import org.ocellus.index.PictureIndex;
import org.ocellus.index.Space;
import org.ocellus.index.StoredPicture;
import org.ocellus.index.VectorStorage;
import org.ocellus.ingest.PictureReader;
import org.ocellus.model.Metric;

/** Similarity against brute force over all vectors, by both metrics. */
class NearestNeighbourTest {
  private static final int COUNT = 3000;
  private static final int DIMENSION = 24;
  private static final int K = 10;

  @TempDir static Path folder;
  private static final float[][] vectors = new float[COUNT][DIMENSION];
  private static PictureIndex index;
  private static VisualSearch search;

  @BeforeAll
  static void index() throws IOException {
    Random random = new Random(42);
    Space space = Space.ofOwnVectors(DIMENSION);
    index =
        PictureIndex.open(
            folder.resolve("index"), VectorStorage.of(Metric.COSINE, Metric.EUCLIDEAN), null, null);
    for (int i = 0; i < COUNT; i++) {
      for (int d = 0; d < DIMENSION; d++) {
        vectors[i][d] = (float) (random.nextGaussian() * (1 + i % 7));
      }
      StoredPicture picture =
          PictureReader.said(
              Picture.ofVector(id(i), vectors[i]).keywords(i % 100 == 0 ? "rare" : "common"));
      index.put(picture, vectors[i], space);
      if (i == 1999) {
        index.optimize(); // what comes after it has no graph
      }
    }
    index.commit();
    search = new VisualSearch(index, null, new ImageDecoder());
  }

  @AfterAll
  static void close() throws IOException {
    index.close();
  }

  @Test
  void exactCosineIsBruteForce() throws IOException {
    for (int q = 0; q < 20; q++) {
      float[] query = query(q);
      Hits hits = search.search(similarTo(query).exactly().limit(K));
      assertThat(hits.ids()).isEqualTo(nearest(i -> -cosine(query, vectors[i]), i -> true));
      assertThat(hits.list().get(0).score())
          .isCloseTo(cosine(query, vectors[number(hits.ids().get(0))]), within(1e-5));
    }
  }

  @Test
  void exactEuclideanIsBruteForceAndOrdersOtherwiseThanCosine() throws IOException {
    int differing = 0;
    for (int q = 0; q < 20; q++) {
      float[] query = query(q);
      Hits hits = search.search(similarTo(query).by(Metric.EUCLIDEAN).exactly().limit(K));
      assertThat(hits.ids()).isEqualTo(nearest(i -> distance(query, vectors[i]), i -> true));
      assertThat(hits.list().get(0).distance())
          .isCloseTo(distance(query, vectors[number(hits.ids().get(0))]), within(1e-4));
      if (!hits.ids().equals(search.search(similarTo(query).exactly().limit(K)).ids())) {
        differing++;
      }
    }
    assertThat(differing).isPositive();
  }

  @Test
  void theGraphFindsNearlyAllThatBruteForceFinds() throws IOException {
    assertThat(recall(Metric.COSINE, false)).isGreaterThan(0.95);
    assertThat(recall(Metric.EUCLIDEAN, false)).isGreaterThan(0.95);
  }

  @Test
  void moreCandidatesMissLess() throws IOException {
    try (PictureIndex one =
        PictureIndex.open(folder.resolve("one"), VectorStorage.DEFAULT, null, null)) {
      for (int i = 0; i < COUNT; i++) {
        one.put(
            PictureReader.said(Picture.ofVector(id(i), vectors[i])),
            vectors[i],
            Space.ofOwnVectors(DIMENSION));
      }
      one.optimize();
      assertMoreCandidatesMissLess(new VisualSearch(one, null, new ImageDecoder()));
    }
  }

  private static void assertMoreCandidatesMissLess(VisualSearch search) throws IOException {
    double before = 0;
    for (int efSearch : new int[] {1, 30, 300}) {
      int found = 0;
      for (int q = 0; q < 50; q++) {
        float[] query = query(q);
        List<String> ids = search.search(similarTo(query).efSearch(efSearch).limit(K)).ids();
        assertThat(ids).hasSize(K);
        List<String> nearest = nearest(i -> -cosine(query, vectors[i]), i -> true);
        found += (int) ids.stream().filter(nearest::contains).count();
      }
      assertThat(found / (50.0 * K)).isGreaterThan(before);
      before = found / (50.0 * K);
    }
    assertThat(before).isGreaterThan(0.99);
  }

  @Test
  void pagesFitTogetherHoweverFewCandidatesAreKept() throws IOException {
    Similar asked = similarTo(query(1)).efSearch(1);
    List<String> paged = new ArrayList<>();
    Hits page = search.search(asked.limit(K));
    paged.addAll(page.ids());
    while (paged.size() < 6 * K) {
      page = search.searchAfter(asked.limit(K), page.next().orElseThrow());
      paged.addAll(page.ids());
    }
    assertThat(paged).doesNotHaveDuplicates();
    for (int offset = 0; offset < 6 * K; offset += K) {
      assertThat(search.search(asked.limit(K).offset(offset)).ids())
          .isEqualTo(paged.subList(offset, offset + K));
    }
  }

  @Test
  void candidatesAreForTheGraphAlone() {
    assertThatThrownBy(() -> similarTo(query(0)).efSearch(0))
        .hasMessage("efSearch must be >= 1, got 0");
    assertThatThrownBy(() -> similarTo(query(0)).exactly().efSearch(9))
        .hasMessageContaining("leave efSearch out");
  }

  @Test
  void aFilterThatPassesOnePercentLosesNothing() throws IOException {
    assertThat(recall(Metric.COSINE, true)).isGreaterThan(0.95);
  }

  @Test
  void theFarthestDistanceAllowedIsKept() throws IOException {
    float[] query = query(3);
    List<String> ids = nearest(i -> distance(query, vectors[i]), i -> true);
    double third = distance(query, vectors[number(ids.get(2))]);
    Hits hits =
        search.search(
            similarTo(query).by(Metric.EUCLIDEAN).exactly().maxDistance(third + 1e-4).limit(K));
    assertThat(hits.ids()).isEqualTo(ids.subList(0, 3));
  }

  private static double recall(Metric metric, boolean rare) throws IOException {
    int found = 0;
    for (int q = 0; q < 50; q++) {
      float[] query = query(q);
      VisualQuery asked = similarTo(query).by(metric).limit(K);
      List<String> hits = search.search(rare ? asked.where(keyword("rare")) : asked).ids();
      ToDoubleFunction<Integer> order =
          metric == Metric.COSINE
              ? i -> -cosine(query, vectors[i])
              : i -> distance(query, vectors[i]);
      List<String> truth = nearest(order, i -> !rare || i % 100 == 0);
      found += (int) truth.stream().filter(hits::contains).count();
    }
    return found / (50.0 * K);
  }

  private static List<String> nearest(
      ToDoubleFunction<Integer> order, java.util.function.IntPredicate passing) {
    return IntStream.range(0, COUNT)
        .filter(passing)
        .boxed()
        .sorted(Comparator.comparingDouble(order).thenComparing(NearestNeighbourTest::id))
        .limit(K)
        .map(NearestNeighbourTest::id)
        .toList();
  }

  private static float[] query(int seed) {
    Random random = new Random(1000 + seed);
    float[] query = new float[DIMENSION];
    for (int d = 0; d < DIMENSION; d++) {
      query[d] = (float) random.nextGaussian() * 3;
    }
    return query;
  }

  private static String id(int i) {
    return String.format("p%04d", i);
  }

  private static int number(String id) {
    return Integer.parseInt(id.substring(1));
  }

  private static double cosine(float[] a, float[] b) {
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      ab += (double) a[i] * b[i];
      aa += (double) a[i] * a[i];
      bb += (double) b[i] * b[i];
    }
    return ab / Math.sqrt(aa * bb);
  }

  private static double distance(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += Math.pow((double) a[i] - b[i], 2);
    }
    return Math.sqrt(sum);
  }
}
