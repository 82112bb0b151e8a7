package org.ocellus.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopKnnCollector;
import org.apache.lucene.search.knn.KnnSearchStrategy;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.VectorUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ocellus.index.VectorFormat;

class AdaptiveCollectorTest {
  private static final int COUNT = 10_000;
  private static final int HITS = 10;
  private static final int WANTED = 51;
  private static final int EF_SEARCH = 102;
  private static final Beam BEAM = new Beam(WANTED, HITS, EF_SEARCH);

  private final Random random = new Random(11);

  @TempDir Path folder;

  /** What a number of questions found and cost. */
  private record Found(int right, long compared) {}

  @ParameterizedTest
  @EnumSource(names = {"DOT_PRODUCT", "EUCLIDEAN"})
  void noLessIsFoundAfterFewerComparisonsThanWithAFixedNumberOfCandidates(
      VectorSimilarityFunction similarity) throws IOException {
    // Crowded places and empty ones: of vectors around 100 others, some are near and some are far.
    float[][] centres = vectors(100, 24);
    float[][] vectors = new float[COUNT][];
    Supplier<float[]> drawn =
        () -> {
          float[] centre = centres[random.nextInt(centres.length)];
          double width = 0.1 + random.nextInt(10) * 0.1;
          float[] vector = centre.clone();
          for (int d = 0; d < vector.length; d++) {
            vector[d] += (float) (width * random.nextGaussian());
          }
          return VectorUtil.l2normalize(vector);
        };
    Arrays.setAll(vectors, i -> drawn.get());
    float[][] questions = new float[200][];
    Arrays.setAll(questions, i -> drawn.get());
    withIndex(
        vectors,
        similarity,
        leaf -> {
          Beam beam = new Beam(WANTED, HITS, 80);
          Found fixed = ask(leaf, vectors, questions, () -> new TopKnnCollector(WANTED, MANY));
          Found adaptive = ask(leaf, vectors, questions, () -> collector(leaf, beam));
          assertThat(adaptive.right()).isGreaterThanOrEqualTo(fixed.right());
          assertThat(adaptive.compared()).isLessThan(fixed.compared());
        });
  }

  @Test
  void whereAllAreAboutAsNearAtMostTwiceAsManyCandidatesAreKept() throws IOException {
    float[][] vectors = vectors(COUNT, 400);
    float[][] questions = vectors(20, 400);
    withIndex(
        vectors,
        VectorSimilarityFunction.EUCLIDEAN,
        leaf -> {
          Found fixed =
              ask(leaf, vectors, questions, () -> new TopKnnCollector(2 * EF_SEARCH, MANY));
          Found adaptive = ask(leaf, vectors, questions, () -> collector(leaf, BEAM));
          assertThat(adaptive.right()).isEqualTo(fixed.right());
          assertThat(adaptive.compared()).isEqualTo(fixed.compared());
        });
  }

  @Test
  void asManyAreFoundAsAreWantedThoughAllButTheFirstAreFar() throws IOException {
    float[][] vectors = vectors(COUNT, 24);
    float[] question = vectors[0];
    for (int i = 1; i < HITS; i++) {
      vectors[i] = question;
    }
    withIndex(
        vectors,
        VectorSimilarityFunction.EUCLIDEAN,
        leaf -> {
          ScoreDoc[] found = found(leaf, question, collector(leaf, BEAM));
          assertThat(found).hasSizeBetween(WANTED, 2 * EF_SEARCH);
          assertThat(found[HITS - 1].score).isEqualTo(1);
          assertThat(found[HITS].score).isLessThan(1);
        });
  }

  @Test
  void aPartOfAnIndexHasItsShare() {
    assertThat(BEAM.share(BEAM.sure(), WANTED)).isEqualTo(HITS);
    assertThat(BEAM.share(BEAM.sure(), 6)).isEqualTo(2);
    assertThat(BEAM.share(BEAM.sure(), 1)).isEqualTo(1);
    assertThat(BEAM.share(BEAM.most(), 17)).isEqualTo(68);
  }

  @Test
  void aBeamThatWantsMoreThanItLooksAtIsRefused() {
    assertThatThrownBy(() -> new Beam(51, 10, 50))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected 1 <= sure <= wanted <= efSearch, got 10, 51, 50");
  }

  private static final int MANY = Integer.MAX_VALUE;

  private static KnnCollector collector(LeafReader leaf, Beam beam) {
    return new AdaptiveCollector(
        beam,
        beam.wanted(),
        leaf.getFieldInfos().fieldInfo("vector"),
        MANY,
        new KnnSearchStrategy.Hnsw(60));
  }

  private static Found ask(
      LeafReader leaf, float[][] vectors, float[][] questions, Supplier<KnnCollector> collectors)
      throws IOException {
    int right = 0;
    long compared = 0;
    for (float[] question : questions) {
      KnnCollector collector = collectors.get();
      ScoreDoc[] found = found(leaf, question, collector);
      compared += collector.visitedCount();
      Set<Integer> nearest =
          IntStream.range(0, vectors.length)
              .boxed()
              .sorted(Comparator.comparing(i -> VectorUtil.squareDistance(vectors[i], question)))
              .limit(HITS)
              .collect(Collectors.toSet());
      right +=
          (int) Arrays.stream(found).limit(HITS).filter(hit -> nearest.contains(hit.doc)).count();
    }
    return new Found(right, compared);
  }

  private static ScoreDoc[] found(LeafReader leaf, float[] question, KnnCollector collector)
      throws IOException {
    leaf.searchNearestVectors(
        "vector", question, collector, AcceptDocs.fromLiveDocs(null, leaf.maxDoc()));
    return collector.topDocs().scoreDocs;
  }

  private float[][] vectors(int count, int dimension) {
    float[][] vectors = new float[count][dimension];
    for (float[] vector : vectors) {
      for (int d = 0; d < dimension; d++) {
        vector[d] = (float) random.nextGaussian();
      }
    }
    return vectors;
  }

  private interface Question {
    void to(LeafReader leaf) throws IOException;
  }

  private void withIndex(float[][] vectors, VectorSimilarityFunction similarity, Question question)
      throws IOException {
    IndexWriterConfig config = new IndexWriterConfig().setCodec(VectorFormat.codec());
    try (Directory directory = FSDirectory.open(folder.resolve(similarity.name()))) {
      try (IndexWriter writer = new IndexWriter(directory, config)) {
        for (float[] vector : vectors) {
          Document document = new Document();
          document.add(new KnnFloatVectorField("vector", vector, similarity));
          writer.addDocument(document);
        }
        writer.forceMerge(1);
      }
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        question.to(reader.leaves().get(0).reader());
      }
    }
  }
}
