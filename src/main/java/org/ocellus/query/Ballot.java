package org.ocellus.query;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one part of a fused question says of pictures: it votes for those in its window, which are
 * its first hits and all others that equal the last of them. Equal pictures share a rank, so that a
 * tag that thousands carry favours none of them.
 */
final class Ballot {

  /**
   * A vote for a picture.
   *
   * @param rank from 1
   * @param share where the value stands between the window's worst, 0, and its best, 1; 1 where all
   *     are equal
   */
  record Vote(int rank, double value, double share) {}

  private final Ranking part;
  private final int window;

  /** Best first, turned round where smaller is better. */
  private final List<Double> best = new ArrayList<>();

  /** What is known so far; asking the part again costs a search. */
  private final Map<Integer, Vote> votes = new HashMap<>();

  /** Documents known to be out of the window. */
  private final Set<Integer> missed = new HashSet<>();

  /**
   * @param window how many hits were asked of the part
   */
  Ballot(Ranking part, int window) {
    this.part = part;
    this.window = window;
    part.ranked().forEach(hit -> best.add(turned(hit.value())));
    best.sort(Comparator.reverseOrder());
    part.ranked().forEach(hit -> votes.put(hit.doc(), vote(hit.value())));
  }

  Ranking part() {
    return part;
  }

  /** The votes for these documents; without those that are not in the window. */
  Map<Integer, Vote> votes(Collection<Integer> docs) throws IOException {
    List<Integer> unknown =
        docs.stream().filter(doc -> !votes.containsKey(doc) && !missed.contains(doc)).toList();
    // A part that found less than was asked of it has no others.
    if (best.size() >= window && !unknown.isEmpty()) {
      double last = best.get(best.size() - 1);
      part.values(unknown)
          .forEach(
              (doc, value) -> {
                if (turned(value) >= last) {
                  votes.put(doc, vote(value));
                }
              });
    }
    Map<Integer, Vote> found = new HashMap<>();
    for (int doc : docs) {
      Vote vote = votes.get(doc);
      if (vote == null) {
        missed.add(doc);
      } else {
        found.put(doc, vote);
      }
    }
    return found;
  }

  private Vote vote(double value) {
    double turned = turned(value);
    double range = best.get(0) - best.get(best.size() - 1);
    double share = range == 0 ? 1 : (turned - best.get(best.size() - 1)) / range;
    return new Vote(rank(turned), value, Math.clamp(share, 0, 1));
  }

  /** One more than there are better ones. */
  private int rank(double turned) {
    int low = 0;
    int high = best.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (best.get(middle) > turned) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low + 1;
  }

  private double turned(double value) {
    return part.scale() == Hit.Scale.DISTANCE ? -value : value;
  }
}
