package org.ocellus.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.ocellus.query.VisualQuery.fused;
import static org.ocellus.query.VisualQuery.keyword;
import static org.ocellus.query.VisualQuery.newest;
import static org.ocellus.query.VisualQuery.similarTo;
import static org.ocellus.query.VisualQuery.similarToId;
import static org.ocellus.query.VisualQuery.text;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TotalHits;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.VisualIndex;
import org.ocellus.index.Picture;

/** Fused questions to an index of 1,000 pictures with vectors, captions and tags. */
class FusionTest {
  private static final int COUNT = 1000;
  private static final int DIMENSION = 8;
  private static final List<String> WORDS = List.of("bridge", "river", "tram", "night", "rain");

  @TempDir static Path folder;
  private static VisualIndex index;
  private static float[] query = new float[DIMENSION];
  private static float[] other = new float[DIMENSION];

  @BeforeAll
  static void index() throws IOException {
    Random random = new Random(5);
    index = VisualIndex.open(folder.resolve("index"));
    for (int i = 0; i < COUNT; i++) {
      StringBuilder caption = new StringBuilder();
      for (int word = 0; word <= i % 40; word++) {
        caption.append(WORDS.get(random.nextInt(WORDS.size()))).append(' ');
      }
      index.add(
          Picture.ofVector(id(i), vector(random))
              .keywords(i % 2 == 0 ? "even" : "odd", i < 10 ? "few" : "many", "all")
              .caption(caption.toString()));
    }
    index.optimize();
    query = vector(random);
    other = vector(random);
  }

  @AfterAll
  static void close() throws IOException {
    index.close();
  }

  private static float[] vector(Random random) {
    float[] vector = new float[DIMENSION];
    for (int d = 0; d < DIMENSION; d++) {
      vector[d] = (float) random.nextGaussian();
    }
    return vector;
  }

  private static String id(int i) {
    return "p%04d".formatted(i);
  }

  private static Similar near() {
    return similarTo(query).exactly();
  }

  private static List<Hit> first(VisualQuery part) throws IOException {
    return index.search(part.limit(Fused.WINDOW)).list();
  }

  @Test
  void reciprocalRanksOfVectorsAreFusedAsLuceneDoes() throws IOException {
    List<Hit> some = first(near());
    List<Hit> others = first(similarTo(other).exactly());
    TopDocs[] lists = {docs(some), docs(others)};
    List<String> expected = new ArrayList<>();
    for (ScoreDoc hit : TopDocs.rrf(20, 60, lists).scoreDocs) {
      expected.add(id(hit.doc));
    }
    Hits hits = index.search(fused(near(), similarTo(other).exactly()).limit(20));
    // Lucene leaves the order of equal sums open.
    assertThat(hits.ids().subList(0, 10)).containsExactlyElementsOf(expected.subList(0, 10));
  }

  private static TopDocs docs(List<Hit> hits) {
    ScoreDoc[] docs =
        hits.stream()
            .map(hit -> new ScoreDoc(Integer.parseInt(hit.id().substring(1)), (float) hit.score()))
            .toArray(ScoreDoc[]::new);
    return new TopDocs(new TotalHits(docs.length, TotalHits.Relation.EQUAL_TO), docs);
  }

  @Test
  void aPartCountsAsMuchAsItsWeight() throws IOException {
    Map<String, Double> expected = new HashMap<>();
    add(expected, first(near()), 3);
    add(expected, first(similarTo(other).exactly()), 0.5);
    Hits hits =
        index.search(fused(near().weight(3), similarTo(other).exactly().weight(0.5)).limit(50));
    assertThat(hits.ids()).isEqualTo(best(expected, 50));
    assertThat(hits.list().get(0).score())
        .isCloseTo(expected.get(hits.list().get(0).id()), within(1e-12));
  }

  private static void add(Map<String, Double> sums, List<Hit> hits, double weight) {
    hits.forEach(hit -> sums.merge(hit.id(), weight / (60 + hit.rank()), Double::sum));
  }

  private static List<String> best(Map<String, Double> scores, int count) {
    return scores.entrySet().stream()
        .sorted(
            Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(count)
        .map(Map.Entry::getKey)
        .toList();
  }

  @Test
  void weightedScoresAreNormalisedBetweenTheWorstAndTheBestOfEachPart() throws IOException {
    List<Hit> near = first(near());
    List<Hit> says = first(text("bridge in the rain"));
    Map<String, Double> expected = new HashMap<>();
    near.forEach(hit -> expected.merge(hit.id(), 2 * normalised(hit, near) / 3, Double::sum));
    says.forEach(hit -> expected.merge(hit.id(), normalised(hit, says) / 3, Double::sum));
    Hits hits =
        index.search(
            fused(near().weight(2), text("bridge in the rain").weight(1))
                .by(Fused.Fusion.WEIGHTED)
                .limit(30));
    for (Hit hit : hits) {
      assertThat(hit.score()).isCloseTo(expected.get(hit.id()), within(1e-6));
      assertThat(hit.scale()).isEqualTo(Hit.Scale.WEIGHTED);
    }
    assertThat(hits.ids()).isEqualTo(best(expected, 30));
  }

  private static double normalised(Hit hit, List<Hit> window) {
    double best = window.get(0).score();
    double worst = window.get(window.size() - 1).score();
    return (hit.score() - worst) / (best - worst);
  }

  @Test
  void whereAllScoresAreEqualEachCountsInFull() throws IOException {
    Hits hits =
        index.search(
            fused(keyword("few"), near().minScore(0.999999)).by(Fused.Fusion.WEIGHTED).limit(20));
    assertThat(hits.size()).isEqualTo(10);
    assertThat(hits.stream()).allSatisfy(hit -> assertThat(hit.score()).isEqualTo(0.5));
  }

  @Test
  void ofThousandsThatCarryATagThoseThatAnotherPartFindsComeFirst() throws IOException {
    // All carry it: the ids of those nearest say nothing of their place.
    assertThat(index.search(fused(keyword("all"), near()).limit(50)).ids())
        .isEqualTo(index.search(near().limit(50)).ids());
    Hits even = index.search(fused(keyword("even"), near()).limit(50));
    assertThat(even.ids()).isEqualTo(index.search(near().where(keyword("even")).limit(50)).ids());
    assertThat(even.list().get(0).reasons())
        .extracting(Reason::kind)
        .containsExactly("keyword", "similar");
    assertThat(even.list().get(0).reasons().get(0).rank()).isEqualTo(1);
  }

  @Test
  void eachHitSaysWhatEveryPartAddedDownToTheInnermost() throws IOException {
    Hits hits =
        index.search(
            fused(
                fused(keyword("odd"), text("night")).by(Fused.Fusion.WEIGHTED).weight(2),
                near().weight(1)));
    for (Hit hit : hits) {
      double sum = hit.reasons().stream().mapToDouble(Reason::contribution).sum();
      assertThat(sum).isCloseTo(hit.score(), within(1e-12));
      Reason inner = hit.reasons().get(0);
      assertThat(inner.kind()).isEqualTo("fused");
      assertThat(inner.contribution()).isEqualTo(2.0 / (60 + inner.rank()));
      assertThat(inner.parts().stream().mapToDouble(Reason::contribution).sum())
          .isCloseTo(inner.value(), within(1e-12));
    }
    assertThat(hits.list().get(0).reasons().get(0).toString())
        .matches(
            "fused #\\d+ weighted 0\\.\\d{4} \\+0\\.\\d{4} \\[keyword #1 tags 1\\.000 \\(odd\\)"
                + " \\+0\\.5000; text #\\d+ bm25 0\\.\\d{3} \\(night\\) \\+0\\.\\d{4}]");
  }

  @Test
  void anOuterFilterHoldsInInnerQuestionsBesideTheirOwn() throws IOException {
    Hits hits =
        index.search(
            fused(fused(text("night"), near()).where(keyword("many")), similarToId("p0003"))
                .where(keyword("even"))
                .limit(400));
    Set<String> even =
        new HashSet<>(
            IntStream.range(0, COUNT).filter(i -> i % 2 == 0).mapToObj(FusionTest::id).toList());
    assertThat(even).containsAll(hits.ids());
    // The few come by the second part alone.
    assertThat(hits.stream().filter(hit -> hit.id().compareTo("p0010") < 0))
        .isNotEmpty()
        .allSatisfy(
            hit -> assertThat(hit.reasons()).extracting(Reason::kind).containsExactly("similar"));
  }

  @Test
  void aPartKeepsItsCutOff() throws IOException {
    Hits hits = index.search(fused(near().minScore(0.8), keyword("few")).limit(1000));
    int near = index.search(near().minScore(0.8).limit(1000)).size();
    long found =
        hits.stream()
            .flatMap(hit -> hit.reasons().stream())
            .filter(reason -> reason.kind().equals("similar"))
            .count();
    assertThat(near).isBetween(1, Fused.WINDOW - 1);
    assertThat(found).isEqualTo(near);
  }

  @Test
  void aDeadlineHoldsForAllPartsTogether() throws IOException {
    VisualQuery query = fused(keyword("all"), near(), fused(text("rain"), keyword("few")));
    assertThat(index.search(query.deadline(Duration.ofNanos(1))).complete()).isFalse();
    assertThat(index.search(query.deadline(Duration.ofMinutes(5))).ids())
        .isEqualTo(index.search(query).ids());
  }

  @Test
  void weightsThatMakeNoSenseAndBrowsingAreRefused() {
    assertThatThrownBy(() -> near().weight(0)).hasMessageContaining("> 0, got 0");
    assertThatThrownBy(() -> near().weight(Double.NaN)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> fused(near(), newest())).hasMessageContaining("browsing");
  }
}
