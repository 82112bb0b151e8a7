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
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.jspecify.annotations.Nullable;
import org.ocellus.index.PictureIndex;
import org.ocellus.index.Quantization;
import org.ocellus.index.VectorField;
import org.ocellus.model.Metric;

/** Pictures found by nearness of one of their vectors. */
final class VectorRanking implements Ranking {
  /**
   * What is sought, whatever the depth.
   *
   * @param kind of the question, for its reasons
   * @param described the question in words
   * @param vector of unit length for cosine, raw for Euclidean
   * @param exact whether all vectors are compared
   * @param efSearch how many candidates deep the first step looks; null for the engine's choice
   * @param firstStep where that ends
   * @param examples ids of pictures that are no hits
   * @param cutOffs how good a hit must be, in the unit of the field's metric; the rest does not
   *     count
   */
  record Aim(
      String kind,
      String described,
      VectorField field,
      float[] vector,
      boolean exact,
      @Nullable Integer efSearch,
      int firstStep,
      Set<String> examples,
      Options cutOffs) {
    boolean passes(double value) {
      return (cutOffs.minScore() == null || value >= cutOffs.minScore())
          && (cutOffs.maxDistance() == null || value <= cutOffs.maxDistance());
    }
  }

  /**
   * How many times deeper is looked under a filter: a walk among the few that pass misses more.
   * Chosen so that recall@10 is at least 0.98 of that without, on 100,000 embeddings of
   * photographs: {@code ./ocellus bench filters}.
   */
  private static final int DEEPER_FILTERED = 3;

  private final IndexSearcher searcher;
  private final Aim aim;
  private final Query every;
  private final Value value;
  private final List<Ranked> ranked;

  /**
   * @param quantization of what the graph search compares
   * @param page how many hits are looked at at once, at any depth
   */
  VectorRanking(
      IndexSearcher searcher,
      Aim aim,
      Quantization quantization,
      @Nullable Query filter,
      int depth,
      int page)
      throws IOException {
    this.searcher = searcher;
    this.aim = aim;
    this.every = every(aim.field(), filter);
    Rescoring rescoring = new Rescoring(searcher, aim.field(), aim.vector());
    this.value = hit -> rescoring.value(hit.doc);
    int wanted = depth + aim.examples().size();
    List<Ranked> nearest =
        aim.exact()
            ? searcher.search(every, new ExactSearch(rescoring, wanted))
            : rescoring.best(
                approximate(quantization.oversampling(), filter, depth, page),
                wanted,
                quantization == Quantization.NONE);
    ranked =
        nearest.stream()
            .filter(hit -> !aim.examples().contains(hit.id()))
            .filter(hit -> aim.passes(hit.value()))
            .limit(depth)
            .toList();
  }

  private ScoreDoc[] approximate(int oversampling, @Nullable Query filter, int depth, int page)
      throws IOException {
    int candidatesEach = filter == null ? oversampling : DEEPER_FILTERED * oversampling;
    Beam beam =
        Beam.to(depth, aim.firstStep(), aim.efSearch(), candidatesEach, page)
            .among(searcher.getIndexReader().maxDoc(), aim.examples().size());
    return new NearestQuery(aim.field().field(), aim.vector(), beam, filter).found(searcher);
  }

  /** All that have a vector and pass. */
  private static Query every(VectorField field, @Nullable Query filter) {
    BooleanQuery.Builder every =
        new BooleanQuery.Builder().add(new FieldExistsQuery(field.field()), Occur.FILTER);
    if (filter != null) {
      every.add(filter, Occur.FILTER);
    }
    return every.build();
  }

  @Override
  public Hit.Scale scale() {
    return aim.field().metric() == Metric.COSINE ? Hit.Scale.COSINE : Hit.Scale.DISTANCE;
  }

  @Override
  public List<Ranked> ranked() {
    return ranked;
  }

  @Override
  public Map<Integer, Double> values(Collection<Integer> docs) throws IOException {
    Map<Integer, Double> values = Ranking.values(searcher, every, docs, value);
    values.values().removeIf(each -> !aim.passes(each));
    for (String example : aim.examples()) {
      values.remove(PictureIndex.find(searcher, example));
    }
    return values;
  }

  @Override
  public Reason reason(Ranked hit, int rank) {
    return Reason.of(aim.kind(), rank, hit.value(), scale(), aim.described());
  }
}
