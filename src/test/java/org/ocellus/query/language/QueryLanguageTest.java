package org.ocellus.query.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ocellus.query.TagExpression.tag;
import static org.ocellus.query.VisualQuery.fused;
import static org.ocellus.query.VisualQuery.keyword;
import static org.ocellus.query.VisualQuery.newest;
import static org.ocellus.query.VisualQuery.random;
import static org.ocellus.query.VisualQuery.similarTo;
import static org.ocellus.query.VisualQuery.similarToId;
import static org.ocellus.query.VisualQuery.text;

import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ocellus.index.StoredPicture.Origin;
import org.ocellus.model.Metric;
import org.ocellus.query.Filter;
import org.ocellus.query.Fused;
import org.ocellus.query.Region;
import org.ocellus.query.TagExpression;
import org.ocellus.query.VisualQuery;

class QueryLanguageTest {

  private static void means(String line, VisualQuery query) {
    assertThat(QueryLanguage.parse(line)).isEqualTo(query);
    assertThat(QueryLanguage.parse(QueryLanguage.print(query))).isEqualTo(query);
  }

  private static void means(String line, TagExpression tags) {
    means(line, keyword(tags));
  }

  @Test
  void theLineOfTheReadmeMeansWhatItSays() {
    means(
        "bridge lisbon -night text:\"in the rain\" like:IMG_2041"
            + " where:year>=2019,near(38.69,-9.18,20km) limit:20",
        fused(
                keyword(new TagExpression.And(List.of(tag("bridge"), tag("lisbon")))),
                text("in the rain"),
                similarToId("IMG_2041"))
            .where(
                Filter.and(QueryLanguage.parseFilter("year>=2019"), Filter.near(38.69, -9.18, 20)))
            .where(Filter.not(keyword("night")))
            .limit(20));
  }

  @Test
  void aTagRuledOutBesideOtherQuestionsIsRuledOutOfAllOfThem() {
    means(
        "-night -person:x like:a limit:3",
        similarToId("a")
            .where(Filter.not(keyword("night")))
            .where(Filter.not(keyword(tag("x").by(Origin.PERSON))))
            .limit(3));
    means("a -night", keyword(new TagExpression.And(List.of(tag("a"), tag("night").not()))));
    means(
        "(a -night)^1 like:b",
        fused(
            keyword(new TagExpression.And(List.of(tag("a"), tag("night").not()))),
            similarToId("b")));
  }

  @Test
  void wordsAreWholeTagsThatMustAllBeThere() {
    means("lisbon", tag("lisbon"));
    means("  lisbon   bridge ", tag("lisbon").and(tag("bridge")));
    means("lisbon AND bridge", tag("lisbon").and(tag("bridge")));
    means("t-shirt d'or c++ são_paulo 25", keyword("t-shirt", "d'or", "c++", "são_paulo", "25"));
  }

  @Test
  void tagsAreComparedInFourWays() {
    means("\"gate bridge\"", tag("gate bridge").phrase());
    means("'gate bridge'", tag("gate bridge").phrase());
    means("tag:\"golden gate\"", tag("golden gate"));
    means("tag:OR", tag("OR"));
    means("lisb*", tag("lisb").prefix());
    means("\"golden g\"*", tag("golden g").prefix());
    means("lisbonn~", tag("lisbonn").fuzzy());
  }

  @Test
  void tagsAreAskedForByTheirSource() {
    means("person:x", tag("x").by(Origin.PERSON));
    means("file:\"a b\"", tag("a b").phrase().by(Origin.FILE));
    means("file:tag:\"a b\"", tag("a b").by(Origin.FILE));
    means("person:tag:tag", tag("tag").by(Origin.PERSON));
    means("predicted:x>=0.8", tag("x").predicted(0.8));
    means(
        "predicted:lis*>=0.8 -predicted:x",
        tag("lis").prefix().predicted(0.8).and(tag("x").by(Origin.MODEL).not()));
  }

  @Test
  void aTagWithAProbabilityMayHaveAWeight() {
    means(
        "predicted:x>=0.8^2 text:rain",
        fused(keyword(tag("x").predicted(0.8)).weight(2), text("rain").weight(1)));
  }

  @Test
  void andBindsMoreTightlyThanOrAndParenthesesMostOfAll() {
    means("a b OR c", tag("a").and(tag("b")).or(tag("c")));
    means("a (b OR c)", tag("a").and(tag("b").or(tag("c"))));
    means("NOT (a OR -b)", tag("a").or(tag("b").not()).not());
    means("--a", tag("a").not().not());
    means("((a))", tag("a"));
    means("(a b) c", tag("a").and(tag("b")).and(tag("c")));
  }

  @Test
  void kindsSideBySideAreFused() {
    means("a text:rain", fused(keyword("a"), text("rain")));
    means("text:rain a text:wind b", fused(text("rain"), keyword("a", "b"), text("wind")));
    means("a OR b text:rain", fused(keyword(tag("a").or(tag("b"))), text("rain")));
    means("text@de:Brücke", text("Brücke").in("de"));
    means("a text:b fusion:weighted", fused(keyword("a"), text("b")).by(Fused.Fusion.WEIGHTED));
  }

  @Test
  void examplesAreOneQuestion() {
    means("like:a like:b -like:c", similarToId("a").and(similarToId("b")).unlike(similarToId("c")));
    means("image:trips/a.jpg", similarTo(Path.of("trips/a.jpg")));
    means(
        "-image:b.jpg vector:[1, -0.5] ",
        similarTo(new float[] {1, -0.5f}).unlike(similarTo(Path.of("b.jpg"))));
    means(
        "image:\"my a.jpg\"[0.5,0,0.5,1]",
        similarTo(Path.of("my a.jpg")).region(new Region(0.5, 0, 0.5, 1)));
    means(
        "like:x metric:euclidean exact likely:0.9 max-distance:2",
        similarToId("x").by(Metric.EUCLIDEAN).exactly().likely(0.9).maxDistance(2));
  }

  @Test
  void weightsAndParenthesesMakePartsOfTheirOwn() {
    means("text:\"a b\"^2 c", fused(text("a b").weight(2), keyword("c").weight(1)));
    means("a^2 b^0.5", fused(keyword("a").weight(2), keyword("b").weight(0.5)));
    means("(a b)^1 c", fused(keyword("a", "b"), keyword("c")));
    means("like:a^1 like:b", fused(similarToId("a"), similarToId("b")));
    means("(text:a min-score:2) like:b", fused(text("a").minScore(2), similarToId("b")));
    means(
        "(text:a text:b)^3 c limit:5",
        fused(fused(text("a"), text("b")).weight(3), keyword("c").weight(1)).limit(5));
  }

  @Test
  void optionsHoldForTheWholeLineWhereverTheyStand() {
    VisualQuery query =
        text("a")
            .where(keyword("b"))
            .where(Filter.and(Filter.label("c d"), Filter.folder("")))
            .minScore(-0.5)
            .diversity(0.5)
            .deadline(Duration.ofMillis(200))
            .offset(10)
            .limit(20);
    means(
        "text:a where:keyword=b where:label=\"c d\", folder='' min-score:-0.5 diversity:0.5"
            + " deadline:200ms offset:10 limit:20",
        query);
    means(
        "limit:20 offset:10 deadline:0.2s".replace("0.2s", "PT0.2S")
            + " where:keyword=b diversity:.5 text:a where: label = \"c d\" , folder=\"\""
            + " min-score:-5e-1",
        query);
    means("a deadline:3min", keyword("a").deadline(Duration.ofMinutes(3)));
  }

  @Test
  void browsingHasAnOrderAndIsNarrowedByTags() {
    means("order:newest", newest());
    means("order:random(-42) limit:3", random(-42).limit(3));
    means(
        "lisbon order:newest where:width>5",
        newest().where(keyword("lisbon")).where(QueryLanguage.parseFilter("width>5")));
    means("where:year=2019", newest().where(QueryLanguage.parseFilter("year=2019")));
  }

  @Test
  void quotesEscape() {
    means("tag:\"say \\\"hi\\\" \\\\ C:\\x\"", keyword("say \"hi\" \\ C:\\x"));
    means("like:'it\\'s'", similarToId("it's"));
  }

  @Test
  void printedLinesAreThoseThatPeopleWrite() {
    for (String line :
        new String[] {
          "bridge lisbon text:\"in the rain\" like:IMG_2041"
              + " where:year>=2019,near(38.69,-9.18,20km) limit:20",
          "a -b lisb*",
          "(a OR \"b c\" OR tag:\"d e\") lisb* lisbonn~ person:x predicted:y>=0.8",
          "like:a/b.jpg -image:c.jpg[0.5,0,0.5,1] metric:euclidean exact likely:0.9",
          "text@de:\"Brücke\" (text:\"rain\" min-score:3)^2 (a)^0.5 fusion:weighted",
          "order:random(42) where:or(width=5,-aspect>=1.5),extra.price<=10 diversity:0.5",
          "a where:keyword(b OR c),id(d,e),taken=2019-05-01T12:00:00Z..2019-05-02T00:00:00Z"
              + " deadline:200ms",
        }) {
      assertThat(QueryLanguage.print(QueryLanguage.parse(line))).isEqualTo(line);
    }
  }

  @Test
  void whatALineCannotSayIsRefusedByName(@TempDir Path folder) throws Exception {
    assertThatThrownBy(() -> QueryLanguage.print(similarTo(new byte[] {1})))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a picture given as bytes cannot be written");
    URI zip = URI.create("jar:" + folder.resolve("a.zip").toUri());
    try (FileSystem other = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
      assertThatThrownBy(() -> QueryLanguage.print(similarTo(other.getPath("a.jpg"))))
          .hasMessageContaining("another file system");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``                     | 1  | expected what to look for",
        "limit:5                | 1  | expected what to look for",
        "a limit:0              | 3  | limit must be >= 1, got 0",
        "a limit:x              | 9  | expected a whole number such as 20, got \"x\"",
        "a limit:5 limit:6      | 11 | limit is said twice",
        "a foo:bar              | 3  | got \"foo:\" (a tag with a colon stands in quotes",
        "a, b                   | 2  | expected a space, got \", b\"",
        "a*b                    | 3  | expected a space, got \"b\"",
        "a \"b                  | 3  | the quote \" is never closed",
        "a OR                   | 5  | expected a tag after OR",
        "OR a                   | 1  | OR stands between tags",
        "a OR text:b            | 12 | expected a tag after OR",
        "a AND OR b             | 7  | OR stands between tags",
        "-text:b                | 1  | - and NOT are for tags",
        "-limit:3               | 2  | limit: is not turned around",
        "-                      | 2  | expected a tag, tag:",
        "a )                    | 3  | this parenthesis was never opened",
        "(a b                   | 5  | expected ), got the end",
        "()                     | 2  | expected what to look for",
        "tag:\"\"               | 1  | must not be blank",
        "text:\" \"             | 1  | a text query needs words",
        "text:                  | 6  | expected a value, got the end",
        "text@deutsch:a         | 1  | ISO 639",
        "a>=0.5                 | 2  | expected a space, got \">=0.5\"",
        "predicted:a>=7         | 1  | probability must be in [0, 1], got 7.0",
        "predicted:a>=x         | 14 | expected a probability such as 0.8, got \"x\"",
        "-like:a                | 1  | needs an example to look like",
        "-like:a^2 b            | 1  | no question of its own",
        "a exact                | 3  | are for like:, image: and vector:",
        "like:a metric:cubic    | 8  | metric must be",
        "like:a likely:2        | 1  | likely must be in (0, 1), got 2.0",
        "image:a.jpg[0,0,2,1]   | 12 | within the picture",
        "image:a.jpg[0,0,1]     | 18 | expected ,, got \"]\"",
        "vector:[1,x]           | 11 | expected a number, got \"x\"",
        "vector:[1              | 10 | expected ] or a comma, got the end",
        "a^2                    | 1  | a weight needs another question",
        "a^0 text:b             | 1  | weight must be > 0, got 0.0",
        "a fusion:weighted      | 3  | at least 2 questions",
        "a text:b fusion:best   | 10 | fusion: is rrf or weighted",
        "a text:b min-score:1   | 10 | a fused query has no cut-off",
        "(text:a limit:2) limit:3 | 18 | inside the parentheses, or all outside",
        "text:a order:newest    | 8  | order: goes with tags and where: alone",
        "order:oldest           | 1  | order: is newest or random(SEED)",
        "order:random           | 1  | order: is newest or random(SEED)",
        "order:newest min-score:1 | 14 | browsing has no cut-off",
        "(order:newest) a       | 1  | browsing is no part of a fused query",
        "a deadline:soon        | 12 | expected a time such as 200ms or 2s, got \"soon\"",
        "a where:yer=3          | 9  | got \"yer\"",
        "a where:width>x b      | 15 | expected a whole number, got \"x\"",
        "where:keyword=a b:c    | 17 | got \"b:\"",
      })
  void whatMakesNoSenseIsShownWithItsColumn(String line, int column, String what) {
    assertThatThrownBy(() -> QueryLanguage.parse(line))
        .isInstanceOfSatisfying(
            QuerySyntaxException.class, e -> assertThat(e.column()).isEqualTo(column))
        .hasMessageStartingWith("query \"" + line + "\", column " + column + ": ")
        .hasMessageContaining(what);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"(", "-", "NOT ", "-(", "(a OR ", "where:or(", "where:keyword(", "(text:a "})
  void deepNestingIsRefusedBeforeTheStackEnds(String deeper) {
    assertThatThrownBy(() -> QueryLanguage.parse(deeper.repeat(100_000 / deeper.length())))
        .isInstanceOf(QuerySyntaxException.class)
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(500));
  }

  @Test
  void aLineHasABound() {
    assertThatThrownBy(() -> QueryLanguage.parse("a".repeat(100_001)))
        .isInstanceOf(QuerySyntaxException.class)
        .hasMessageContaining("more than 100000 characters");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a ", "a OR ", "text:x ", "like:y ", "where:width=1 ", "(a b) "})
  void longLinesAreRead(String more) {
    assertThat(QueryLanguage.parse(more.repeat(99_999 / more.length()) + "a")).isNotNull();
  }
}
