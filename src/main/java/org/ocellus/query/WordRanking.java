package org.ocellus.query;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.jspecify.annotations.Nullable;

/** Pictures found by words, whose value is Lucene's score. */
abstract class WordRanking implements Ranking {
  private final IndexSearcher searcher;
  private final Query query;
  private final double least;
  private final List<Ranked> ranked;

  WordRanking(
      IndexSearcher searcher, Query query, @Nullable Query filter, Options options, int depth)
      throws IOException {
    this.searcher = searcher;
    BooleanQuery.Builder filtered = new BooleanQuery.Builder().add(query, Occur.MUST);
    if (filter != null) {
      filtered.add(filter, Occur.FILTER);
    }
    this.query = filtered.build();
    this.least = options.minScore() == null ? Double.NEGATIVE_INFINITY : options.minScore();
    ranked =
        Ranking.best(searcher, this.query, depth, hit -> hit.score).stream()
            .filter(hit -> hit.value() >= least)
            .toList();
  }

  @Override
  public final List<Ranked> ranked() {
    return ranked;
  }

  @Override
  public final Map<Integer, Double> values(Collection<Integer> docs) throws IOException {
    Map<Integer, Double> values = Ranking.values(searcher, query, docs, hit -> hit.score);
    values.values().removeIf(value -> value < least);
    return values;
  }
}
