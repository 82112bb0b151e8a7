package org.ocellus.surviving;

import static org.ocellus.query.TagExpression.tag;
import static org.ocellus.query.VisualQuery.fused;
import static org.ocellus.query.VisualQuery.keyword;
import static org.ocellus.query.VisualQuery.newest;
import static org.ocellus.query.VisualQuery.similarTo;
import static org.ocellus.query.VisualQuery.similarToId;
import static org.ocellus.query.VisualQuery.text;
import static org.ocellus.surviving.Wrong.argument;
import static org.ocellus.surviving.Wrong.call;
import static org.ocellus.surviving.Wrong.withoutArgument;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.VisualIndex;
import org.ocellus.index.IndexException;
import org.ocellus.index.Picture;
import org.ocellus.model.Metric;
import org.ocellus.query.Cursor;
import org.ocellus.query.Facet;
import org.ocellus.query.Filter;
import org.ocellus.query.Region;
import org.ocellus.query.VisualQuery;

/** What {@code query} says to questions that make no sense, made or asked. */
class WrongQueryCallsTest {
  private static final float[] RIGHT = {1, 0};
  private static final double NAN = Double.NaN;

  @TempDir Path folder;
  private VisualIndex index;

  @BeforeEach
  void open() throws IOException {
    index = VisualIndex.open(folder.resolve("index"));
    index.add(Picture.ofVector("a", RIGHT).keywords("x"));
    index.commit();
  }

  @AfterEach
  void close() throws IOException {
    index.close();
  }

  @TestFactory
  Stream<DynamicTest> making() {
    return Stream.of(
        argument("no tag", () -> keyword(), "needs a keyword"),
        argument("a blank tag", () -> keyword(" "), "keyword", "\" \""),
        argument("a long tag", () -> keyword("x".repeat(300)), "256", "300"),
        argument("probability", () -> tag("x").predicted(2), "[0, 1]", "got 2.0"),
        argument("no words", () -> text(" "), "text", "\" \""),
        argument("language", () -> text("x").in("??"), "language", "??"),
        argument("limit", () -> keyword("x").limit(0), "limit", "got 0"),
        argument("offset", () -> keyword("x").offset(-1), "offset", "got -1"),
        argument("depth", () -> keyword("x").limit(1 << 30).offset(1 << 30), "offset + limit"),
        argument("minScore", () -> keyword("x").minScore(NAN), "minScore", "NaN"),
        argument("maxDistance", () -> similarToId("a").maxDistance(-1), "maxDistance", "-1.0"),
        argument("diversity", () -> similarToId("a").diversity(2), "diversity", "got 2.0"),
        argument("deadline", () -> keyword("x").deadline(Duration.ZERO), "deadline", "PT0S"),
        argument("likely", () -> similarToId("a").likely(1), "likely", "(0, 1)", "got 1.0"),
        argument("one part", () -> fused(keyword("x")), "2 parts", "got 1"),
        argument("a part's weight", () -> keyword("x").weight(0), "weight", "got 0.0"),
        argument("browsing in parts", () -> fused(newest(), keyword("x")), "browsing"),
        argument("a cut-off of browsing", () -> newest().minScore(1), "cut-off"),
        argument("a region too wide", () -> new Region(0.5, 0, 0.6, 1), "shares", "0.5", "0.6"),
        argument(
            "a region of an id", () -> similarToId("a").region(new Region(0, 0, 1, 1)), "region"),
        argument("kilometres", () -> Filter.near(0, 0, 0), "kilometres", "got 0.0"),
        argument("latitude", () -> Filter.near(91, 0, 1), "latitude", "91.0"),
        argument("a box upside down", () -> Filter.box(2, 0, 1, 1), "south", "2.0"),
        argument("aspect", () -> Filter.aspect(NAN, 1), "NaN"),
        argument("a facet", () -> new Facet("colour"), "keyword, label, year", "colour"),
        argument("a cursor", () -> Cursor.parse("?"), "cursor", "\"?\""),
        withoutArgument("tags", () -> keyword((String[]) null)),
        withoutArgument("text", () -> tag(null)),
        withoutArgument("sentence", () -> text(null)),
        withoutArgument("path", () -> similarTo((Path) null)),
        withoutArgument("picture", () -> similarTo((byte[]) null)),
        withoutArgument("vector", () -> similarTo((float[]) null)),
        withoutArgument("id", () -> similarToId(null)),
        withoutArgument("filter", () -> keyword("x").where(null)),
        withoutArgument("filter", () -> Filter.not(null)));
  }

  @TestFactory
  Stream<DynamicTest> asking() {
    return Stream.of(
        argument("stop words", () -> index.search(text("the")), "the"),
        argument("an unknown id", () -> index.search(similarToId("none")), "none", "index"),
        argument("another length", () -> index.search(similarTo(new float[3])), "3", "2"),
        argument("zeros", () -> index.search(similarTo(new float[2])), "zeros"),
        argument("NaN", () -> index.search(similarTo(new float[] {1, Float.NaN})), "NaN"),
        argument("no vector", () -> index.search(similarTo(new float[0])), "0", "2"),
        argument("a cosine as distance", () -> index.search(byCosine()), "minScore"),
        argument("tags as distance", () -> index.search(keyword("x").maxDistance(1)), "minScore"),
        argument(
            "opposites",
            () -> index.search(similarTo(RIGHT).and(similarTo(new float[] {-1, 0}))),
            "cancel each other out"),
        argument(
            "a filter with a limit",
            () -> index.search(text("y").where((Filter) keyword("x").limit(3))),
            "no limit"),
        call(
            "a metric it has not",
            () -> index.search(similarToId("a").by(Metric.EUCLIDEAN)),
            IndexException.class,
            "euclidean",
            "reindex"),
        call(
            "a picture without a model",
            () -> index.search(similarTo(SeedPictures.resource("/pictures/rgb.png"))),
            IllegalStateException.class,
            "without a model"),
        call(
            "no such picture",
            () -> index.search(similarTo(folder.resolve("none.png"))),
            NoSuchFileException.class,
            "none.png"),
        call(
            "a folder as a picture",
            () -> index.search(similarTo(folder)),
            IOException.class,
            folder.toString()));
  }

  private static VisualQuery byCosine() {
    return similarToId("a").maxDistance(1);
  }

  @TestFactory
  Stream<DynamicTest> readingHits() throws IOException {
    var tagged = index.search(keyword("x")).list().get(0);
    return Stream.of(
        call("distance", tagged::distance, IllegalStateException.class, "TAGS", "score()"));
  }
}
