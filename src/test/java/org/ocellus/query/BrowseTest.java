package org.ocellus.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ocellus.query.VisualQuery.keyword;
import static org.ocellus.query.VisualQuery.newest;
import static org.ocellus.query.VisualQuery.random;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.VisualIndex;
import org.ocellus.index.Picture;

/** Browsing without a question. */
class BrowseTest {
  @TempDir Path folder;
  private VisualIndex index;

  @BeforeEach
  void open() throws IOException {
    index = VisualIndex.open(folder.resolve("index"));
  }

  @AfterEach
  void close() throws IOException {
    index.close();
  }

  private void add(String id, String taken, String... tags) throws IOException {
    Picture picture = Picture.ofVector(id, new float[] {1, 0}).keywords(tags);
    index.add(taken.isEmpty() ? picture : picture.taken(Instant.parse(taken)));
  }

  @Test
  void theNewestComeFirstAndThoseWithoutADateLast() throws IOException {
    add("b undated", "");
    add("old", "1969-07-20T20:17:00Z");
    add("new", "2024-05-01T12:00:00Z", "x");
    add("b same", "2019-05-01T12:00:00Z", "x");
    index.commit();
    add("a same", "2019-05-01T12:00:00Z");
    add("a undated", "", "x");
    index.commit();
    Hits hits = index.search(newest());
    assertThat(hits.ids())
        .containsExactly("new", "a same", "b same", "old", "a undated", "b undated");
    assertThat(index.search(newest().where(keyword("x"))).ids())
        .containsExactly("new", "b same", "a undated");
    assertThat(index.search(newest().offset(1).limit(2)).ids()).containsExactly("a same", "b same");
    assertThat(hits.list().get(0).scale()).isEqualTo(Hit.Scale.NONE);
    assertThat(hits.list().get(1).reasons().get(0)).hasToString("browse #2 (newest)");
  }

  @Test
  void aSeedGivesOneOrderWhereverPicturesLieInTheIndex() throws IOException {
    List<String> ids =
        new ArrayList<>(IntStream.range(0, 500).mapToObj("p%03d"::formatted).toList());
    for (String id : ids) {
      add(id, "");
    }
    index.commit();
    List<String> order = index.search(random(42).limit(500)).ids();
    assertThat(order).containsExactlyInAnyOrderElementsOf(ids).isNotEqualTo(ids);
    assertThat(index.search(random(43).limit(500)).ids()).isNotEqualTo(order);

    // Written anew in another order, in other segments, with others between that go again.
    Collections.shuffle(ids, new Random(1));
    for (String id : ids) {
      add(id, "");
      add("gone" + id, "");
      if (id.endsWith("7")) {
        index.commit();
      }
    }
    for (String id : ids) {
      index.delete("gone" + id);
    }
    index.commit();
    assertThat(index.search(random(42).limit(500)).ids()).isEqualTo(order);
    assertThat(index.search(random(42).where(Filter.ids("p001", "p002", "p003"))).ids())
        .isEqualTo(order.stream().filter(id -> id.matches("p00[123]")).toList());
  }

  @Test
  void eachPictureHasTheSameChanceToComeFirst() throws IOException {
    for (int i = 0; i < 10; i++) {
      add("p" + i, "");
    }
    index.commit();
    int[] first = new int[10];
    for (long seed = 0; seed < 1000; seed++) {
      first[index.search(random(seed).limit(1)).ids().get(0).charAt(1) - '0']++;
    }
    // Chi-squared with nine degrees of freedom is above 33.7 in one of 10,000 cases.
    double chiSquared = IntStream.of(first).mapToDouble(n -> (n - 100) * (n - 100) / 100.0).sum();
    assertThat(chiSquared).isLessThan(33.7);
  }

  @Test
  void browsingHasNoCutOffAndKeepsItsDeadline() throws IOException {
    add("a", "");
    index.commit();
    assertThatThrownBy(() -> newest().minScore(1)).hasMessageContaining("no cut-off");
    assertThat(index.search(newest().deadline(Duration.ofNanos(1))).complete()).isFalse();
    assertThat(index.search(random(1).deadline(Duration.ofMinutes(1))).complete()).isTrue();
  }

  @Test
  void anEmptyIndexHasNothingToBrowse() throws IOException {
    assertThat(index.search(newest()).isEmpty()).isTrue();
    assertThat(index.search(random(1)).next()).isEmpty();
  }
}
