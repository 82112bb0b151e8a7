package org.ocellus.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RankingTest {
  @Test
  void scoresFallAndTiesAreInTheOrderOfTheItems() {
    float[] scores = {0, -1, 2, -0f, 2, Float.NEGATIVE_INFINITY, 1e-40f, Float.MAX_VALUE};

    assertThat(new Ranking(scores.length).of(scores)).containsExactly(7, 2, 4, 6, 0, 3, 1, 5);
  }

  @Test
  void eachCallIsAsIfItWereTheFirst() {
    SplittableRandom random = new SplittableRandom(4);
    Ranking ranking = new Ranking(3000);
    for (int round = 0; round < 3; round++) {
      float[] scores = new float[3000];
      for (int i = 0; i < scores.length; i++) {
        scores[i] = (float) (random.nextGaussian() * Math.exp(10 * random.nextGaussian()));
        scores[i] = i % 3 == 0 ? scores[i / 2] : scores[i];
      }

      assertThat(ranking.of(scores))
          .containsExactly(
              IntStream.range(0, scores.length)
                  .boxed()
                  .sorted(Comparator.comparing((Integer i) -> scores[i]).reversed())
                  .mapToInt(Integer::intValue)
                  .toArray());
    }
  }
}
