package org.ocellus.query;

import java.io.IOException;
import java.util.List;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.queries.function.FunctionScoreQuery;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FieldExistsQuery;
import org.apache.lucene.search.FullPrecisionFloatVectorSimilarityValuesSource;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.knn.KnnSearchStrategy;
import org.jspecify.annotations.Nullable;
import org.ocellus.index.PictureFields;
import org.ocellus.index.StoredVectors;
import org.ocellus.index.Vectors;
import org.ocellus.model.Metric;

/** Pictures found by nearness of their embeddings. */
final class SimilarRanking implements Ranking {
  /**
   * How many candidates the graph search keeps at least: with only the ten asked for it would miss
   * some of the true nearest ones.
   */
  private static final int LEAST_CANDIDATES = 100;

  /**
   * The share of passing documents, in per cent, below which the search walks through passing
   * neighbours alone, as in ACORN (Patel et al., 2024); Lucene's advice.
   */
  private static final int FILTERED_SEARCH_THRESHOLD = 60;

  private final String example;
  private final Metric metric;
  private final List<Ranked> ranked;

  /**
   * @param vector of unit length for cosine, raw for Euclidean
   * @param self the example's own id, left out; null if it is not in the index
   */
  SimilarRanking(
      IndexSearcher searcher,
      Similar similar,
      Metric metric,
      float[] vector,
      @Nullable String self,
      @Nullable Query filter,
      int depth)
      throws IOException {
    this.example = describe(similar.like().get(0));
    this.metric = metric;
    int wanted = self == null ? depth : depth + 1;
    Ranking.Value value = hit -> value(searcher, hit.doc, vector);
    List<Ranked> nearest =
        similar.exact()
            ? Ranking.best(searcher, exact(metric, vector, filter), wanted, value)
            : Ranking.best(searcher, approximate(searcher, vector, filter, wanted), wanted, value);
    Options options = similar.options();
    ranked =
        nearest.stream()
            .filter(hit -> !hit.id().equals(self))
            .filter(hit -> options.minScore() == null || hit.value() >= options.minScore())
            .filter(hit -> options.maxDistance() == null || hit.value() <= options.maxDistance())
            .limit(depth)
            .toList();
  }

  private ScoreDoc[] approximate(
      IndexSearcher searcher, float[] vector, @Nullable Query filter, int wanted)
      throws IOException {
    // In few steps, so that the pages of an answer come from one search.
    int candidates = LEAST_CANDIDATES;
    while (candidates < 2 * wanted) {
      candidates *= 10;
    }
    Query query =
        new KnnFloatVectorQuery(
            PictureFields.embedding(metric),
            vector,
            candidates,
            filter,
            new KnnSearchStrategy.Hnsw(FILTERED_SEARCH_THRESHOLD));
    return searcher.search(query, candidates).scoreDocs;
  }

  private static Query exact(Metric metric, float[] vector, @Nullable Query filter) {
    String field = PictureFields.embedding(metric);
    BooleanQuery.Builder candidates =
        new BooleanQuery.Builder().add(new FieldExistsQuery(field), Occur.FILTER);
    if (filter != null) {
      candidates.add(filter, Occur.FILTER);
    }
    VectorSimilarityFunction function =
        metric == Metric.COSINE
            ? VectorSimilarityFunction.DOT_PRODUCT
            : VectorSimilarityFunction.EUCLIDEAN;
    return new FunctionScoreQuery(
        candidates.build(),
        new FullPrecisionFloatVectorSimilarityValuesSource(vector, field, function));
  }

  /** In double precision, from the vector itself. */
  private double value(IndexSearcher searcher, int doc, float[] vector) throws IOException {
    float[] stored = StoredVectors.read(searcher, doc, metric);
    if (stored == null) {
      throw new IllegalStateException("document " + doc + " was found by a vector it lacks");
    }
    return metric == Metric.COSINE
        ? Math.clamp(Vectors.dot(stored, vector), -1, 1)
        : Vectors.distance(stored, vector);
  }

  private static String describe(Similar.Example example) {
    return switch (example) {
      case Similar.File file -> String.valueOf(file.path().getFileName());
      case Similar.Indexed indexed -> indexed.id();
      case Similar.Vector ignored -> "a vector";
      case Similar.Encoded ignored -> "a picture";
      case Similar.Pixels ignored -> "a picture";
    };
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
  public List<Reason> reasons(int rank) {
    Ranked hit = ranked.get(rank - 1);
    return List.of(new Reason("similar", rank, hit.value(), scale(), "to " + example));
  }
}
