package org.ocellus.query;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.PriorityQueue;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.Collector;
import org.apache.lucene.search.CollectorManager;
import org.apache.lucene.search.LeafCollector;
import org.apache.lucene.search.Scorable;
import org.apache.lucene.search.ScoreMode;

/**
 * The nearest of all documents that a query finds, each of which has a vector. They are ordered by
 * the double values that are shown, equal ones by id: by Lucene's scores, of single precision, near
 * pictures would be equal.
 */
record ExactSearch(Rescoring rescoring, int wanted)
    implements CollectorManager<ExactSearch.Nearest, List<Ranking.Ranked>> {

  @Override
  public Nearest newCollector() {
    return new Nearest();
  }

  @Override
  public List<Ranking.Ranked> reduce(Collection<Nearest> slices) {
    return slices.stream()
        .flatMap(slice -> slice.best.stream())
        .sorted(rescoring.bestFirst())
        .limit(wanted)
        .toList();
  }

  /** Those of some segments. */
  final class Nearest implements Collector {
    /** The worst at its head. */
    private final PriorityQueue<Ranking.Ranked> best =
        new PriorityQueue<>(rescoring.bestFirst().reversed());

    private final Ranking.Ids ids = new Ranking.Ids(rescoring.searcher());

    @Override
    public ScoreMode scoreMode() {
      return ScoreMode.COMPLETE_NO_SCORES;
    }

    @Override
    public LeafCollector getLeafCollector(LeafReaderContext leaf) throws IOException {
      FloatVectorValues vectors = leaf.reader().getFloatVectorValues(rescoring.field().field());
      // Without vectors nothing is collected.
      FloatVectorValues.DocIndexIterator place = vectors == null ? null : vectors.iterator();
      return new LeafCollector() {
        @Override
        public void setScorer(Scorable scorer) {}

        @Override
        public void collect(int doc) throws IOException {
          if (place != null && place.advance(doc) == doc) {
            float[] stored = vectors.vectorValue(place.index());
            if (best.size() < wanted || !rescoring.surelyWorse(stored, best.element().value())) {
              add(leaf.docBase + doc, rescoring.value(stored));
            }
          }
        }
      };
    }

    private void add(int doc, double value) throws IOException {
      boolean full = best.size() == wanted;
      // Only what may be kept costs an id.
      if (full && rescoring.metric().nearer(best.element().value(), value)) {
        return;
      }
      best.add(new Ranking.Ranked(doc, ids.of(doc), value));
      if (full) {
        best.remove();
      }
    }
  }
}
