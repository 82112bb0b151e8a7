package org.ocellus.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What one part of a fused question says of pictures that are not among its first hits. */
class BallotTest {

  /** Document 1 and 2 found first; 3 equals the last of them, 4 is worse, 5 is not found. */
  private static final class Scores implements Ranking {
    private static final Map<Integer, Double> ALL = Map.of(1, 9.0, 2, 7.0, 3, 7.0, 4, 5.0);
    private final List<Integer> asked = new ArrayList<>();

    @Override
    public Hit.Scale scale() {
      return Hit.Scale.BM25;
    }

    @Override
    public List<Ranked> ranked() {
      return List.of(new Ranked(1, "one", 9), new Ranked(2, "two", 7));
    }

    @Override
    public Reason reason(Ranked hit, int rank) {
      return Reason.of("scores", rank, hit.value(), scale(), "");
    }

    @Override
    public Map<Integer, Double> values(Collection<Integer> docs) {
      asked.addAll(docs);
      Map<Integer, Double> values = new HashMap<>(ALL);
      values.keySet().retainAll(docs);
      return values;
    }
  }

  @Test
  void aPartIsAskedAtMostOnceForAPictureWhetherItFindsItOrNot() throws IOException {
    Scores part = new Scores();
    Ballot ballot = new Ballot(part, 2);
    assertThat(ballot.votes(List.of(1, 2, 3, 4, 5))).containsOnlyKeys(1, 2, 3);
    for (int doc = 1; doc <= 5; doc++) {
      assertThat(ballot.votes(List.of(doc)).containsKey(doc)).isEqualTo(doc <= 3);
    }
    assertThat(ballot.votes(List.of(3)).get(3).rank()).isEqualTo(2);
    assertThat(part.asked).containsExactly(3, 4, 5);
  }
}
