package org.ocellus.query.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.ocellus.query.Filter;
import org.ocellus.query.VisualQuery;

/** What holds for every question and every line, tried with many of either. */
class RoundTripTest {
  private static final int TIMES = 5_000;

  @Test
  void everyQuestionIsWhatItsLineMeans() {
    for (int seed = 0; seed < TIMES; seed++) {
      VisualQuery query = new RandomQuestions(seed).query();
      String line = QueryLanguage.print(query);
      assertThat(QueryLanguage.parse(line)).as("seed %d: %s", seed, line).isEqualTo(query);
    }
  }

  @Test
  void everyFilterIsWhatItsConditionsMean() {
    for (int seed = 0; seed < TIMES; seed++) {
      Filter filter = new RandomQuestions(seed).filter();
      String conditions = QueryLanguage.printFilter(filter);
      assertThat(QueryLanguage.parseFilter(conditions))
          .as("seed %d: %s", seed, conditions)
          .isEqualTo(filter);
    }
  }

  /** Lines cut into pieces and put together in another way: many still make sense. */
  @Test
  void everyLineIsAQuestionThatPrintsAsItMeansOrIsRefusedWithItsColumn() {
    List<String> pieces = new ArrayList<>(List.of("OR ", "AND ", "NOT ", "^2 ", "(", ") ", "-"));
    for (int seed = 0; seed < 300; seed++) {
      String line = QueryLanguage.print(new RandomQuestions(seed).query());
      pieces.addAll(List.of(line.split("(?<= )|(?=[()])")));
    }
    Random random = new Random(42);
    int understood = 0;
    for (int i = 0; i < TIMES; i++) {
      StringBuilder line = new StringBuilder();
      for (int piece = random.nextInt(6); piece >= 0; piece--) {
        line.append(pieces.get(random.nextInt(pieces.size())));
      }
      try {
        VisualQuery query = QueryLanguage.parse(line.toString());
        understood++;
        String printed = QueryLanguage.print(query);
        assertThat(QueryLanguage.parse(printed)).as("%s%n%s", line, printed).isEqualTo(query);
      } catch (QuerySyntaxException e) {
        assertThat(e.column()).as(line.toString()).isBetween(1, line.length() + 1);
      }
    }
    assertThat(understood).isGreaterThan(TIMES / 50);
  }
}
