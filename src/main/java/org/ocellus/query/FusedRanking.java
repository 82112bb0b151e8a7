package org.ocellus.query;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Pictures that several rankings agree on. */
final class FusedRanking implements Ranking {
  private final Fused fused;
  private final List<Ballot> ballots = new ArrayList<>();
  private final double weights;
  private final List<Ranked> ranked;

  /**
   * @param parts the rankings of the question's parts, in their order
   * @param window how many hits were asked of each
   */
  FusedRanking(Fused fused, List<Ranking> parts, int window, int depth) throws IOException {
    this.fused = fused;
    this.weights = fused.parts().stream().mapToDouble(Fused.Part::weight).sum();
    Map<Integer, String> found = new HashMap<>();
    for (Ranking part : parts) {
      ballots.add(new Ballot(part, window));
      part.ranked().forEach(hit -> found.put(hit.doc(), hit.id()));
    }
    List<Ranked> all = new ArrayList<>();
    values(found.keySet()).forEach((doc, value) -> all.add(new Ranked(doc, found.get(doc), value)));
    ranked =
        all.stream()
            .sorted(Comparator.comparingDouble(Ranked::value).reversed().thenComparing(Ranked::id))
            .limit(depth)
            .toList();
  }

  @Override
  public Map<Integer, Double> values(Collection<Integer> docs) throws IOException {
    Map<Integer, Double> sums = new HashMap<>();
    for (int i = 0; i < ballots.size(); i++) {
      int part = i;
      ballots
          .get(i)
          .votes(docs)
          .forEach((doc, vote) -> sums.merge(doc, contribution(part, vote), Double::sum));
    }
    return sums;
  }

  private double contribution(int part, Ballot.Vote vote) {
    double weight = fused.parts().get(part).weight();
    return switch (fused.fusion()) {
      case RRF -> weight / (Fused.K + vote.rank());
      case WEIGHTED -> weight * vote.share() / weights;
    };
  }

  @Override
  public Hit.Scale scale() {
    return switch (fused.fusion()) {
      case RRF -> Hit.Scale.RRF;
      case WEIGHTED -> Hit.Scale.WEIGHTED;
    };
  }

  @Override
  public List<Ranked> ranked() {
    return ranked;
  }

  @Override
  public Reason reason(Ranked hit, int rank) throws IOException {
    List<Reason> reasons = new ArrayList<>();
    for (int i = 0; i < ballots.size(); i++) {
      Ballot.Vote vote = ballots.get(i).votes(List.of(hit.doc())).get(hit.doc());
      if (vote != null) {
        Ranking part = ballots.get(i).part();
        Ranked there = new Ranked(hit.doc(), hit.id(), vote.value());
        reasons.add(part.reason(there, vote.rank()).adding(contribution(i, vote)));
      }
    }
    return new Reason("fused", rank, hit.value(), scale(), "", null, reasons);
  }
}
