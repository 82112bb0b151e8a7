package org.ocellus.query;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The first hits of an answer, in such an order that those of a shallower search are the first of a
 * deeper one, though an approximate or fused ranking changes a little with the depth it is searched
 * to. It is searched {@linkplain Steps step by step}; each step adds the hits that those before did
 * not have. So pages fit together, and a good hit that is found late comes late rather than never.
 */
final class DeepSearch {

  /** A hit, and the ranking that knows why. */
  record Found(Ranking ranking, Ranking.Ranked hit) {}

  /** A question, searched to a depth. */
  interface Search {
    Ranking to(int depth) throws IOException;
  }

  private final Search search;
  private final int firstStep;
  private final Deadline deadline;

  DeepSearch(Search search, int firstStep, Deadline deadline) {
    this.search = search;
    this.firstStep = firstStep;
    this.deadline = deadline;
  }

  /** The first hits, or all if there are less, of a ranking that no depth changes. */
  List<Found> atOnce(int count) throws IOException {
    Ranking ranking = search.to(count);
    return ranking.ranked().stream().map(hit -> new Found(ranking, hit)).toList();
  }

  /** The first hits, or all if there are less. */
  List<Found> first(int count) throws IOException {
    List<Found> found = new ArrayList<>();
    Set<Integer> docs = new HashSet<>();
    for (int step = firstStep; ; step = Steps.of(step + 1)) {
      int depth = Math.min(step, count);
      Ranking ranking = search.to(depth);
      for (Ranking.Ranked hit : ranking.ranked()) {
        if (docs.add(hit.doc())) {
          found.add(new Found(ranking, hit));
        }
      }
      boolean exhausted = ranking.ranked().size() < depth;
      if (exhausted || step >= count || deadline.shouldExit()) {
        return found;
      }
    }
  }
}
