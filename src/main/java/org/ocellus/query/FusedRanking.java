package org.ocellus.query;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TotalHits;

/** Pictures that several rankings agree on, by Lucene's reciprocal rank fusion. */
final class FusedRanking implements Ranking {
  private final List<Ranking> parts;
  private final List<Ranked> ranked;

  FusedRanking(IndexSearcher searcher, List<Ranking> parts, int depth) throws IOException {
    this.parts = parts;
    TopDocs[] lists = parts.stream().map(FusedRanking::topDocs).toArray(TopDocs[]::new);
    int all = Math.max(1, parts.stream().mapToInt(part -> part.ranked().size()).sum());
    ScoreDoc[] fused = TopDocs.rrf(all, Fused.K, lists).scoreDocs;
    ranked = Ranking.best(searcher, fused, depth, hit -> hit.score);
  }

  private static TopDocs topDocs(Ranking part) {
    ScoreDoc[] docs =
        part.ranked().stream()
            .map(hit -> new ScoreDoc(hit.doc(), (float) hit.value()))
            .toArray(ScoreDoc[]::new);
    return new TopDocs(new TotalHits(docs.length, TotalHits.Relation.EQUAL_TO), docs);
  }

  @Override
  public Hit.Scale scale() {
    return Hit.Scale.RRF;
  }

  @Override
  public List<Ranked> ranked() {
    return ranked;
  }

  @Override
  public List<Reason> reasons(int rank) throws IOException {
    int doc = ranked.get(rank - 1).doc();
    List<Reason> reasons = new ArrayList<>();
    for (Ranking part : parts) {
      for (int i = 0; i < part.ranked().size(); i++) {
        if (part.ranked().get(i).doc() == doc) {
          reasons.addAll(part.reasons(i + 1));
        }
      }
    }
    return reasons;
  }
}
