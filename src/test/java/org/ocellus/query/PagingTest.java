package org.ocellus.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ocellus.query.VisualQuery.fused;
import static org.ocellus.query.VisualQuery.keyword;
import static org.ocellus.query.VisualQuery.newest;
import static org.ocellus.query.VisualQuery.random;
import static org.ocellus.query.VisualQuery.similarTo;
import static org.ocellus.query.VisualQuery.similarToId;
import static org.ocellus.query.VisualQuery.text;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ocellus.VisualIndex;
import org.ocellus.index.IndexException;
import org.ocellus.index.Picture;

/** Answers read page by page while the index changes. */
class PagingTest {
  private static final int COUNT = 1000;
  private static final int PAGE = 7;

  @TempDir Path folder;
  private final Random random = new Random(3);
  private VisualIndex index;

  @BeforeEach
  void index() throws IOException {
    index = VisualIndex.open(folder.resolve("index"));
    for (int i = 0; i < COUNT; i++) {
      index.add(picture("p%04d".formatted(i)));
      if (i == COUNT / 2) {
        index.commit();
      }
    }
    index.commit();
  }

  @AfterEach
  void close() throws IOException {
    index.close();
  }

  private Picture picture(String id) {
    float[] vector = new float[6];
    for (int d = 0; d < vector.length; d++) {
      vector[d] = (float) random.nextGaussian();
    }
    Picture picture =
        Picture.ofVector(id, vector)
            .keywords("all", random.nextBoolean() ? "some" : "others")
            .caption("a bridge" + " in the rain".repeat(random.nextInt(5)));
    return random.nextInt(10) == 0
        ? picture
        : picture.taken(Instant.ofEpochSecond(random.nextInt(500)));
  }

  static Stream<VisualQuery> everyKind() {
    float[] vector = {1, 0, 0.5f, 0, 0, -1};
    Similar near = similarTo(vector);
    return Stream.of(
        keyword("all"),
        text("bridge rain"),
        near,
        near.exactly(),
        similarToId("p0500").and(near).unlike(similarToId("p0007")),
        near.minScore(0),
        near.diversity(0.5),
        fused(keyword("some"), near, text("rain")),
        fused(near.weight(2), fused(text("rain"), keyword("some")).weight(1))
            .by(Fused.Fusion.WEIGHTED),
        fused(text("rain"), near).diversity(0.3),
        newest(),
        newest().where(keyword("some")),
        random(11),
        random(11).diversity(1));
  }

  @ParameterizedTest
  @MethodSource("everyKind")
  void pagesShowEachHitOfTheFirstViewOnceWhileTheIndexChanges(VisualQuery query) throws Exception {
    List<String> once = index.search(query.limit(2 * COUNT)).ids();
    assertThat(once.size()).isGreaterThan(COUNT / 3);

    List<String> paged = new ArrayList<>();
    CountDownLatch changed = new CountDownLatch(3);
    ExecutorService changing = Executors.newSingleThreadExecutor();
    Hits page = index.search(query.limit(PAGE));
    AtomicBoolean enough = new AtomicBoolean();
    Future<?> changes = changing.submit(() -> change(changed, enough));
    try {
      changed.await();
      paged.addAll(page.ids());
      while (page.next().isPresent()) {
        // As a web page would hand it back.
        Cursor cursor = Cursor.parse(page.next().get().toString());
        page = index.searchAfter(query.limit(PAGE), cursor);
        assertThat(page.list().get(0).rank()).isEqualTo(paged.size() + 1);
        paged.addAll(page.ids());
      }
    } finally {
      enough.set(true);
      changing.shutdown();
    }
    assertThat(changes.get()).isNull();

    assertThat(paged).isEqualTo(once);
    assertThat(index.search(keyword("all").limit(2 * COUNT)).ids()).doesNotContain("p0000");
  }

  /** Adds, replaces and deletes pictures until there is enough; an interrupt would end a write. */
  private Void change(CountDownLatch changed, AtomicBoolean enough) throws IOException {
    for (int i = 0; !enough.get(); i++) {
      index.delete("p%04d".formatted(i % COUNT));
      index.add(picture("n%04d".formatted(i)));
      index.add(picture("p%04d".formatted((i + 500) % COUNT)));
      index.commit();
      changed.countDown();
    }
    return null;
  }

  @Test
  void anApproximateSearchReadToItsEndLeavesNoPictureOut() throws IOException {
    Similar near = similarTo(new float[] {1, 0, 0.5f, 0, 0, -1});
    assertThat(index.search(near.limit(2 * COUNT)).size()).isEqualTo(COUNT);
    for (Filter filter : List.of(keyword("some"), Filter.taken(null, Instant.ofEpochSecond(60)))) {
      assertThat(index.search(near.where(filter).limit(2 * COUNT)).ids())
          .containsExactlyInAnyOrderElementsOf(
              index.search(newest().where(filter).limit(2 * COUNT)).ids());
    }
  }

  @Test
  void theLastPageHasNoNext() throws IOException {
    VisualQuery query = keyword("all").where(Filter.ids("p0001", "p0002", "p0003"));
    assertThat(index.search(query.limit(3)).next()).isEmpty();
    Hits first = index.search(query.limit(2));
    Hits last = index.searchAfter(query, first.next().orElseThrow());
    assertThat(last.ids()).containsExactly("p0003");
    assertThat(last.next()).isEmpty();
    assertThat(index.search(query.offset(50)).next()).isEmpty();
  }

  @Test
  void whereASearchStepEndsThereIsANextPageOnlyIfThereAreMore() throws IOException {
    for (int matches : new int[] {49, 50, 51, 500, 501}) {
      String[] ids =
          Stream.iterate(0, i -> i + 1)
              .limit(matches)
              .map("p%04d"::formatted)
              .toArray(String[]::new);
      VisualQuery query =
          fused(keyword("all"), similarTo(new float[] {1, 1, 1, 1, 1, 1}).exactly())
              .where(Filter.ids(ids));
      assertThat(index.search(query.limit(50)).next().isPresent()).isEqualTo(matches > 50);
      assertThat(index.search(query.limit(500)).next().isPresent()).isEqualTo(matches > 500);
    }
  }

  @Test
  void pagesMayDifferInLengthAndBeginAtAnOffset() throws IOException {
    List<String> all = index.search(keyword("some").limit(30)).ids();
    Hits first = index.search(keyword("some").offset(5).limit(5));
    Hits second =
        index.searchAfter(keyword("some").offset(5).limit(20), first.next().orElseThrow());
    assertThat(first.ids()).isEqualTo(all.subList(5, 10));
    assertThat(second.ids()).isEqualTo(all.subList(10, 30));
  }

  @Test
  void aPageCutShortByItsDeadlineIsAskedForAgain() throws IOException {
    VisualQuery query = text("bridge").limit(5);
    Hits first = index.search(query);
    Cursor cursor = first.next().orElseThrow();
    Hits cut = index.searchAfter(query.deadline(Duration.ofNanos(1)), cursor);
    assertThat(cut.complete()).isFalse();
    assertThat(cut.next()).isEmpty();
    assertThat(index.searchAfter(query, cursor).ids())
        .isEqualTo(index.search(query.offset(5)).ids());
  }

  @Test
  void aViewReplacedBySixteenOthersIsKeptNoLonger() throws IOException {
    VisualQuery query = newest().limit(5);
    Cursor cursor = index.search(query).next().orElseThrow();
    for (int i = 0; i < 20; i++) {
      index.delete("p%04d".formatted(i));
      index.commit();
      assertThat(index.search(query).next()).isPresent();
    }
    assertExpired(() -> index.searchAfter(query, cursor));
  }

  @Test
  void aCursorOfAnotherIndexOrOfAnEarlierOpeningIsRefused() throws IOException {
    VisualQuery query = newest().limit(5);
    Cursor cursor = index.search(query).next().orElseThrow();
    try (VisualIndex other = VisualIndex.open(folder.resolve("other"))) {
      assertExpired(() -> other.searchAfter(query, cursor));
    }
    index.close();
    index = VisualIndex.open(folder.resolve("index"));
    assertExpired(() -> index.searchAfter(query, cursor));
  }

  private static void assertExpired(ThrowingCallable search) {
    assertThatThrownBy(search)
        .isInstanceOfSatisfying(
            IndexException.class,
            e -> assertThat(e.reason()).isEqualTo(IndexException.Reason.EXPIRED))
        .hasMessageContaining("begin the search again");
  }

  @Test
  void aCursorOfAnotherQuestionIsRefused() throws IOException {
    Cursor cursor = index.search(keyword("all")).next().orElseThrow();
    assertThatThrownBy(() -> index.searchAfter(keyword("some"), cursor))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("another question");
    assertThatThrownBy(() -> index.searchAfter(keyword("all").where(keyword("some")), cursor))
        .hasMessageContaining("another question");
  }

  @Test
  void whatIsNoCursorIsRefused() throws IOException {
    String cursor = index.search(keyword("all")).next().orElseThrow().toString();
    for (String wrong :
        List.of("", "next", cursor + "A", "!" + cursor.substring(1), "_".repeat(32))) {
      assertThatThrownBy(() -> Cursor.parse(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("no cursor");
    }
  }

  @Test
  void aQuestionAskedAnewWithTheSameContentIsTheSame() throws IOException {
    Optional<Cursor> cursor = index.search(similarTo(new float[] {1, 2, 3, 4, 5, 6})).next();
    assertThat(
            index
                .searchAfter(similarTo(new float[] {1, 2, 3, 4, 5, 6}), cursor.orElseThrow())
                .size())
        .isEqualTo(10);
  }
}
