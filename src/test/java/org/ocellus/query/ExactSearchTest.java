package org.ocellus.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ocellus.query.VisualQuery.similarTo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.VisualIndex;
import org.ocellus.index.Picture;
import org.ocellus.index.VectorStorage;
import org.ocellus.index.Vectors;
import org.ocellus.model.Metric;

/** Answers in the exact order where single precision sees no difference. */
class ExactSearchTest {
  private static final int COUNT = 500;

  @TempDir Path folder;

  private VisualIndex open() throws IOException {
    return VisualIndex.open(
        folder.resolve("index"), null, VectorStorage.of(Metric.COSINE, Metric.EUCLIDEAN));
  }

  @Test
  void theNearestComesFirstThoughTheirScoresRoundToOne() throws IOException {
    try (VisualIndex index = open()) {
      index.add(Picture.ofVector("a", new float[] {1e-5f, 0}));
      index.add(Picture.ofVector("b", new float[] {5e-5f, 0}));
      index.commit();
      Similar asked = similarTo(new float[] {5e-5f, 0}).by(Metric.EUCLIDEAN).exactly();
      assertThat(index.search(asked).ids()).containsExactly("b", "a");
      assertThat(index.search(asked.limit(1)).ids()).containsExactly("b");
    }
  }

  @Test
  void answersAreBruteForceInDoublePrecisionAmongNearlyEqualPictures() throws IOException {
    Random random = new Random(4);
    float[] query = {1, 2, 3, 4};
    Map<String, float[]> vectors = new HashMap<>();
    try (VisualIndex index = open()) {
      for (int i = 0; i < COUNT; i++) {
        float[] vector = query.clone();
        for (int d = 0; d < vector.length; d++) {
          vector[d] += (float) (1e-5 * random.nextInt(-9, 10));
        }
        String id = "p%03d".formatted(random.nextInt(1000));
        vectors.put(id, vector);
        index.add(Picture.ofVector(id, vector));
        if (i == COUNT / 2) {
          index.commit();
        }
      }
      index.commit();
      float[] unit = Vectors.unit(query, "query");
      Map<String, Double> cosines = new HashMap<>();
      Map<String, Double> distances = new HashMap<>();
      for (Map.Entry<String, float[]> entry : vectors.entrySet()) {
        float[] raw = entry.getValue();
        float[] other = Vectors.unit(raw, "picture");
        double dot = 0;
        double squares = 0;
        for (int d = 0; d < raw.length; d++) {
          dot += (double) unit[d] * other[d];
          squares += ((double) query[d] - raw[d]) * ((double) query[d] - raw[d]);
        }
        cosines.put(entry.getKey(), -Math.min(1, dot));
        distances.put(entry.getKey(), Math.sqrt(squares));
      }
      for (int limit : new int[] {1, 10, 100, COUNT}) {
        // Candidates that Lucene scores in single precision are measured once more.
        for (Similar asked :
            List.of(similarTo(query).exactly(), similarTo(query).efSearch(COUNT))) {
          assertThat(index.search(asked.limit(limit)).ids()).isEqualTo(first(cosines, limit));
          assertThat(index.search(asked.by(Metric.EUCLIDEAN).limit(limit)).ids())
              .isEqualTo(first(distances, limit));
        }
      }
    }
  }

  private static List<String> first(Map<String, Double> values, int limit) {
    List<String> ids = new ArrayList<>(values.keySet());
    ids.sort(Comparator.<String>comparingDouble(values::get).thenComparing(id -> id));
    return ids.subList(0, Math.min(limit, ids.size()));
  }
}
