package org.ocellus.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ocellus.query.VisualQuery.fused;
import static org.ocellus.query.VisualQuery.keyword;
import static org.ocellus.query.VisualQuery.newest;
import static org.ocellus.query.VisualQuery.similarTo;
import static org.ocellus.query.VisualQuery.text;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.VisualIndex;
import org.ocellus.image.ImageDecoder;
import org.ocellus.index.Picture;
import org.ocellus.index.PictureIndex;
import org.ocellus.index.Space;
import org.ocellus.index.StoredPicture;
import org.ocellus.index.VectorStorage;
import org.ocellus.ingest.PictureReader;
import org.ocellus.model.Metric;

/** Maximal marginal relevance against its definition. */
class DiversityTest {
  private static final int COUNT = 300;
  private static final int DIMENSION = 5;

  @TempDir Path folder;
  private final Map<String, float[]> vectors = new HashMap<>();
  private PictureIndex pictures;
  private VisualSearch index;

  @BeforeEach
  void index() throws IOException {
    Random random = new Random(8);
    pictures =
        PictureIndex.open(
            folder.resolve("index"), VectorStorage.of(Metric.COSINE, Metric.EUCLIDEAN), null, null);
    for (int i = 0; i < COUNT; i++) {
      float[] vector = new float[DIMENSION];
      for (int d = 0; d < DIMENSION; d++) {
        vector[d] = (float) random.nextGaussian();
      }
      String id = "p%03d".formatted(i);
      StoredPicture stored =
          PictureReader.said(
              Picture.ofVector(id, vector)
                  .keywords("all")
                  .caption("rain " + "bridge ".repeat(random.nextInt(6))));
      // Some are known by words alone.
      if (i % 10 == 3) {
        pictures.put(stored, null, null);
      } else {
        pictures.put(stored, vector, Space.ofOwnVectors(DIMENSION));
        vectors.put(id, vector);
      }
    }
    pictures.commit();
    index = new VisualSearch(pictures, null, new ImageDecoder());
  }

  @AfterEach
  void close() throws IOException {
    pictures.close();
  }

  @Test
  void everyKindOfQuestionIsReorderedAsTheDefinitionSays() throws IOException {
    float[] query = {1, 2, 0, -1, 0.5f};
    for (VisualQuery asked :
        List.of(
            similarTo(query),
            similarTo(query).by(Metric.EUCLIDEAN),
            text("bridge rain"),
            keyword("all"),
            fused(text("bridge"), similarTo(query)),
            fused(text("bridge"), similarTo(query)).by(Fused.Fusion.WEIGHTED),
            newest())) {
      for (double degree : new double[] {0.2, 0.5, 1}) {
        List<Hit> plain = index.search(asked.limit(COUNT)).list();
        List<String> expected = reference(plain.subList(0, 200), degree);
        plain.subList(200, plain.size()).forEach(hit -> expected.add(hit.id()));
        Hits diverse = index.search(asked.diversity(degree).limit(COUNT));
        assertThat(diverse.ids()).isEqualTo(expected).isNotEqualTo(ids(plain));
        assertThat(index.search(asked.diversity(degree).offset(20).limit(10)).ids())
            .isEqualTo(expected.subList(20, 30));
      }
      assertThat(index.search(asked.diversity(0).limit(COUNT)).ids())
          .isEqualTo(index.search(asked.limit(COUNT)).ids());
    }
  }

  private static List<String> ids(List<Hit> hits) {
    return hits.stream().map(Hit::id).toList();
  }

  /** Carbonell and Goldstein's formula, evaluated anew for every place. */
  private List<String> reference(List<Hit> hits, double degree) {
    double first = relevance(hits, 0);
    double last = relevance(hits, hits.size() - 1);
    List<Integer> left = new ArrayList<>();
    for (int i = 0; i < hits.size(); i++) {
      left.add(i);
    }
    List<String> chosen = new ArrayList<>();
    while (!left.isEmpty()) {
      Integer best = null;
      double most = 0;
      for (Integer i : left) {
        double relevance = first == last ? 1 : (relevance(hits, i) - last) / (first - last);
        double nearest =
            chosen.stream().mapToDouble(id -> cosine(id, hits.get(i).id())).max().orElse(0);
        double value = (1 - degree) * relevance - degree * nearest;
        if (best == null || value > most + 1e-12) {
          best = i;
          most = value;
        }
      }
      left.remove(best);
      chosen.add(hits.get(best).id());
    }
    return chosen;
  }

  private static double relevance(List<Hit> hits, int i) {
    Hit hit = hits.get(i);
    return switch (hit.scale()) {
      case DISTANCE -> -hit.distance();
      case NONE -> -i;
      default -> hit.score();
    };
  }

  private double cosine(String one, String other) {
    float[] a = vectors.get(one);
    float[] b = vectors.get(other);
    if (a == null || b == null) {
      return 0;
    }
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int d = 0; d < DIMENSION; d++) {
      ab += (double) a[d] * b[d];
      aa += (double) a[d] * a[d];
      bb += (double) b[d] * b[d];
    }
    return ab / Math.sqrt(aa * bb);
  }

  @Test
  void aDuplicateOfTheFirstHitGivesWayToAnother() throws IOException {
    try (VisualIndex small = VisualIndex.open(folder.resolve("small"))) {
      small.add(Picture.ofVector("bridge", new float[] {1, 0, 0}));
      small.add(Picture.ofVector("bridge again", new float[] {1, 0.001f, 0}));
      small.add(Picture.ofVector("meadow", new float[] {0, 1, 0}));
      small.commit();
      Similar query = similarTo(new float[] {1, 0, 0});
      assertThat(small.search(query.limit(2)).ids()).containsExactly("bridge", "bridge again");
      assertThat(small.search(query.diversity(0.6).limit(2)).ids())
          .containsExactly("bridge", "meadow");
    }
  }

  @Test
  void aDeadlineLeavesTheOrderAsItIs() throws IOException {
    Hits hits = index.search(newest().diversity(0.5).deadline(Duration.ofNanos(1)));
    assertThat(hits.complete()).isFalse();
  }

  @Test
  void degreesOutsideTheUnitIntervalAreRefused() {
    assertThatThrownBy(() -> newest().diversity(1.1)).hasMessageContaining("[0, 1], got 1.1");
    assertThatThrownBy(() -> newest().diversity(Double.NaN)).hasMessageContaining("NaN");
  }
}
