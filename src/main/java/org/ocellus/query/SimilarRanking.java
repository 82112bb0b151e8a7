package org.ocellus.query;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FieldExistsQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.knn.KnnSearchStrategy;
import org.jspecify.annotations.Nullable;
import org.ocellus.index.PictureIndex;
import org.ocellus.index.VectorField;
import org.ocellus.model.Metric;

/** Pictures found by nearness of their embeddings. */
final class SimilarRanking implements Ranking {
  /**
   * The share of passing documents, in per cent, below which the search walks through passing
   * neighbours alone, as in ACORN (Patel et al., 2024); Lucene's advice.
   */
  private static final int FILTERED_SEARCH_THRESHOLD = 60;

  private final IndexSearcher searcher;
  private final Similar similar;
  private final Metric metric;
  private final Set<String> examples;
  private final Options cutOffs;
  private final Query every;
  private final Value value;
  private final List<Ranked> ranked;

  /**
   * @param vector of unit length for cosine, raw for Euclidean
   * @param oversampling how many candidates the graph search gathers for each hit
   * @param cutOffs how good a hit must be, in the unit of the metric; the rest does not count
   */
  SimilarRanking(
      IndexSearcher searcher,
      Similar similar,
      Metric metric,
      float[] vector,
      int oversampling,
      Options cutOffs,
      @Nullable Query filter,
      int depth)
      throws IOException {
    this.searcher = searcher;
    this.similar = similar;
    this.metric = metric;
    this.examples = Examples.indexed(similar);
    this.cutOffs = cutOffs;
    this.every = every(metric, filter);
    Rescoring rescoring = new Rescoring(searcher, VectorField.of(metric), vector);
    this.value = hit -> rescoring.value(hit.doc);
    int wanted = depth + examples.size();
    List<Ranked> nearest =
        similar.exact()
            ? searcher.search(every, new ExactSearch(rescoring, wanted))
            : rescoring.best(approximate(vector, oversampling, filter, depth), wanted);
    ranked =
        nearest.stream()
            .filter(hit -> !examples.contains(hit.id()))
            .filter(hit -> passes(hit.value()))
            .limit(depth)
            .toList();
  }

  private boolean passes(double value) {
    return (cutOffs.minScore() == null || value >= cutOffs.minScore())
        && (cutOffs.maxDistance() == null || value <= cutOffs.maxDistance());
  }

  private ScoreDoc[] approximate(
      float[] vector, int oversampling, @Nullable Query filter, int depth) throws IOException {
    long sought = (long) oversampling * Steps.of(depth) + examples.size();
    int all = searcher.getIndexReader().maxDoc();
    int candidates = Math.clamp(sought, 1, Math.max(1, all));
    Query query =
        new KnnFloatVectorQuery(
            VectorField.of(metric).field(),
            vector,
            candidates,
            filter,
            new KnnSearchStrategy.Hnsw(FILTERED_SEARCH_THRESHOLD));
    return searcher.search(query, candidates).scoreDocs;
  }

  /** All that have a vector and pass. */
  private static Query every(Metric metric, @Nullable Query filter) {
    BooleanQuery.Builder every =
        new BooleanQuery.Builder()
            .add(new FieldExistsQuery(VectorField.of(metric).field()), Occur.FILTER);
    if (filter != null) {
      every.add(filter, Occur.FILTER);
    }
    return every.build();
  }

  @Override
  public Hit.Scale scale() {
    return metric == Metric.COSINE ? Hit.Scale.COSINE : Hit.Scale.DISTANCE;
  }

  @Override
  public List<Ranked> ranked() {
    return ranked;
  }

  @Override
  public Map<Integer, Double> values(Collection<Integer> docs) throws IOException {
    Map<Integer, Double> values = Ranking.values(searcher, every, docs, value);
    values.values().removeIf(each -> !passes(each));
    for (String example : examples) {
      values.remove(PictureIndex.find(searcher, example));
    }
    return values;
  }

  @Override
  public Reason reason(Ranked hit, int rank) {
    return Reason.of("similar", rank, hit.value(), scale(), Examples.describe(similar));
  }
}
