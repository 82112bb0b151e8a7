package org.ocellus.query.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ocellus.query.Filter;
import org.ocellus.query.TagExpression;
import org.ocellus.query.VisualQuery;

class FilterLanguageTest {

  @Test
  void namesAreComparedAsAWhole() {
    assertThat(QueryLanguage.parseFilter("keyword=lisbon"))
        .isEqualTo(VisualQuery.keyword("lisbon"));
    assertThat(QueryLanguage.parseFilter("label = cat ")).isEqualTo(Filter.label("cat"));
    assertThat(QueryLanguage.parseFilter("folder=2019/summer"))
        .isEqualTo(Filter.folder("2019/summer"));
    assertThat(QueryLanguage.parseFilter("id=a b.jpg")).isEqualTo(Filter.ids("a b.jpg"));
  }

  @Test
  void conditionsBetweenCommasMustAllHold() {
    assertThat(QueryLanguage.parseFilter("keyword=lisbon , label=cat"))
        .isEqualTo(Filter.and(VisualQuery.keyword("lisbon"), Filter.label("cat")));
  }

  @Test
  void aHyphenTurnsAConditionAround() {
    assertThat(QueryLanguage.parseFilter("-keyword=night"))
        .isEqualTo(Filter.not(VisualQuery.keyword("night")));
  }

  @Test
  void quotesKeepCommasAndSpaces() {
    assertThat(QueryLanguage.parseFilter("keyword=\"salt, pepper\", label=' cat'"))
        .isEqualTo(Filter.and(VisualQuery.keyword("salt, pepper"), Filter.label(" cat")));
  }

  @ParameterizedTest
  @CsvSource({
    "width=800,   800, 800",
    "width<800,   -9223372036854775808, 799",
    "width<=800,  -9223372036854775808, 800",
    "width>800,   801, 9223372036854775807",
    "width>=800,  800, 9223372036854775807",
    "height = 600, 600, 600",
    "bytes>1,     2, 9223372036854775807",
  })
  void wholeNumbersAreCompared(String expression, long min, long max) {
    String field = expression.replaceAll("[^a-z].*", "");
    assertThat(QueryLanguage.parseFilter(expression)).isEqualTo(new Filter.Range(field, min, max));
  }

  @ParameterizedTest
  @CsvSource({
    "year=2019,                     2019-01-01T00:00:00Z, 2020-01-01T00:00:00Z",
    "year>2019,                     2020-01-01T00:00:00Z,",
    "year<=2019,                    ,                     2020-01-01T00:00:00Z",
    "taken=2019,                    2019-01-01T00:00:00Z, 2020-01-01T00:00:00Z",
    "taken=2019-02,                 2019-02-01T00:00:00Z, 2019-03-01T00:00:00Z",
    "taken=2019-05-01,              2019-05-01T00:00:00Z, 2019-05-02T00:00:00Z",
    "taken>2019-05-01,              2019-05-02T00:00:00Z,",
    "taken>=2019-05-01 12:30,       2019-05-01T12:30:00Z,",
    "taken<2019-05-01T12:30:10+02:00, ,                   2019-05-01T10:30:10Z",
  })
  void aTimeStandsForAllItsSeconds(String expression, Instant from, Instant to) {
    assertThat(QueryLanguage.parseFilter(expression)).isEqualTo(Filter.taken(from, to));
  }

  @Test
  void extraFieldsAreComparedAsStringsOrNumbers() {
    assertThat(QueryLanguage.parseFilter("extra.colour=red"))
        .isEqualTo(Filter.extra("colour", "red"));
    assertThat(QueryLanguage.parseFilter("extra.price=10"))
        .isEqualTo(Filter.or(Filter.extra("price", "10"), Filter.extra("price", 10.0)));
    assertThat(QueryLanguage.parseFilter("extra.price<=10.5"))
        .isEqualTo(Filter.extra("price", Double.NEGATIVE_INFINITY, 10.5));
    assertThat(QueryLanguage.parseFilter("extra.price>10"))
        .isEqualTo(Filter.extra("price", Math.nextUp(10.0), Double.POSITIVE_INFINITY));
  }

  @Test
  void extraFieldsThatAreDatesAreComparedWithDaysMonthsAndMoments() {
    Instant may = Instant.parse("2019-05-01T00:00:00Z");
    assertThat(QueryLanguage.parseFilter("extra.printed>=2019-05-01"))
        .isEqualTo(Filter.extra("printed", may, null));
    assertThat(QueryLanguage.parseFilter("extra.printed=2019-05..2019-06"))
        .isEqualTo(Filter.extra("printed", may, Instant.parse("2019-07-01T00:00:00Z")));
    assertThat(QueryLanguage.parseFilter("extra.printed=2019-05-01"))
        .isEqualTo(
            Filter.or(
                Filter.extra("printed", "2019-05-01"),
                Filter.extra("printed", may, may.plusSeconds(86_400))));
  }

  @Test
  void twoDotsStandForARange() {
    assertThat(QueryLanguage.parseFilter("width=800..1200"))
        .isEqualTo(new Filter.Range("width", 800, 1200));
    assertThat(QueryLanguage.parseFilter("year=2019..2021"))
        .isEqualTo(
            Filter.taken(
                Instant.parse("2019-01-01T00:00:00Z"), Instant.parse("2022-01-01T00:00:00Z")));
    assertThat(QueryLanguage.parseFilter("extra.price=.5..10"))
        .isEqualTo(Filter.extra("price", 0.5, 10));
  }

  @Test
  void theAspectIsARatioOrAWord() {
    assertThat(QueryLanguage.parseFilter("aspect=4:3")).isEqualTo(Filter.aspect(4 / 3.0, 4 / 3.0));
    assertThat(QueryLanguage.parseFilter("aspect>=1.5"))
        .isEqualTo(Filter.aspect(1.5, Double.POSITIVE_INFINITY));
    assertThat(QueryLanguage.parseFilter("aspect>1")).isEqualTo(Filter.landscape());
    assertThat(QueryLanguage.parseFilter("aspect=landscape")).isEqualTo(Filter.landscape());
    assertThat(QueryLanguage.parseFilter("aspect=portrait")).isEqualTo(Filter.portrait());
    assertThat(QueryLanguage.parseFilter("aspect = square")).isEqualTo(Filter.square());
  }

  @Test
  void alternativesAndGroupsAreNested() {
    assertThat(QueryLanguage.parseFilter("or(keyword=a, and(label=b>=0.5, -folder=c)), id(d, e f)"))
        .isEqualTo(
            Filter.and(
                Filter.or(
                    VisualQuery.keyword("a"),
                    Filter.and(Filter.label("b", 0.5), Filter.not(Filter.folder("c")))),
                Filter.ids("d", "e f")));
    assertThat(QueryLanguage.parseFilter("or()")).isEqualTo(Filter.or());
    assertThat(QueryLanguage.parseFilter("and()")).isEqualTo(Filter.and());
  }

  @Test
  void anyTagExpressionIsACondition() {
    assertThat(QueryLanguage.parseFilter("keyword(lisb* OR \"gate bridge\"), width>1"))
        .isEqualTo(
            Filter.and(
                VisualQuery.keyword(
                    TagExpression.tag("lisb")
                        .prefix()
                        .or(TagExpression.tag("gate bridge").phrase())),
                new Filter.Range("width", 2, Long.MAX_VALUE)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-", "or(", "-and("})
  void deepNestingIsRefusedBeforeTheStackEnds(String deeper) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> QueryLanguage.parseFilter(deeper.repeat(20_000)))
        .withMessageContaining("nested more than 64 deep")
        .withMessageMatching("(?s).{1,400}");
  }

  @Test
  void placesAreCirclesAndBoxes() {
    assertThat(QueryLanguage.parseFilter("near(38.69,-9.18,20km)"))
        .isEqualTo(Filter.near(38.69, -9.18, 20));
    assertThat(QueryLanguage.parseFilter("near(38.69, -9.18, 500 m)"))
        .isEqualTo(Filter.near(38.69, -9.18, 0.5));
    assertThat(QueryLanguage.parseFilter("box(38, -10, 39, -9), width>1"))
        .isEqualTo(
            Filter.and(Filter.box(38, -10, 39, -9), new Filter.Range("width", 2, Long.MAX_VALUE)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                     | 1  | expected keyword, label",
        "colour=red             | 1  | got \"colour\"",
        "keyword=a, yer>3       | 12 | got \"yer\"",
        "keyword                | 8  | expected =, <, <=, > or >= after keyword, got the end",
        "keyword<a              | 8  | keyword takes = alone",
        "keyword=               | 9  | expected a value, got the end",
        "keyword=a,             | 11 | expected keyword, label",
        "or(keyword=a           | 13 | expected ) or a comma, got the end",
        "or(keyword=a) b        | 15 | expected a comma or the end, got \"b\"",
        "keyword(a text:b)      | 9  | expected tags and nothing else",
        "label=a>=x             | 10 | expected a probability, got \"x\"",
        "label=a>=2             | 1  | probability must be in [0, 1], got 2.0",
        "aspect>wide            | 8  | landscape, portrait or square, got \"wide\"",
        "keyword=\"\"            | 1  | must not be blank",
        "keyword='a             | 9  | the quote ' is never closed",
        "keyword='a' b          | 13 | expected a comma or the end, got \"b\"",
        "year>=x                | 7  | expected a year such as 2019, got \"x\"",
        "taken>2019-13-01       | 7  | expected a date such as 2019-05-01, got \"2019-13-01\"",
        "width>1.5              | 7  | expected a whole number, got \"1.5\"",
        "width=9999999999999999999 | 7 | expected a whole number",
        "extra.price<cheap      | 13 | expected a number or a date such as 2019-05-01 to compare with, got \"cheap\"",
        "width>9223372036854775807 | 7 | no number lies beyond",
        "near 1,2,3             | 6  | expected (, got \"1,2,3\"",
        "near(91,0,1km)         | 6  | latitude must be from -90 to 90",
        "near(1,2)              | 9  | expected ,, got \")\"",
        "near(1,2,3km           | 13 | expected ) or a comma, got the end",
        "near(NaN,2,3km)        | 6  | expected degrees such as 38.69, got \"NaN\"",
        "near(1,2,far)          | 10 | expected a distance such as 20km or 500m, got \"far\"",
        "box(2,0,1,0)           | 5  | south must not lie north",
      })
  void whatMakesNoSenseIsShownWithItsColumn(String expression, int column, String what) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> QueryLanguage.parseFilter(expression))
        .withMessageStartingWith("filter \"" + expression + "\", column " + column + ": ")
        .withMessageContaining(what);
  }
}
