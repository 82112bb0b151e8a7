package org.ocellus.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterParserTest {

  @Test
  void namesAreComparedAsAWhole() {
    assertThat(FilterParser.parse("keyword=lisbon")).isEqualTo(VisualQuery.keyword("lisbon"));
    assertThat(FilterParser.parse("label = cat ")).isEqualTo(Filter.label("cat"));
    assertThat(FilterParser.parse("folder=2019/summer")).isEqualTo(Filter.folder("2019/summer"));
    assertThat(FilterParser.parse("id=a b.jpg")).isEqualTo(Filter.ids("a b.jpg"));
  }

  @Test
  void conditionsBetweenCommasMustAllHold() {
    assertThat(FilterParser.parse("keyword=lisbon , label=cat"))
        .isEqualTo(Filter.and(VisualQuery.keyword("lisbon"), Filter.label("cat")));
  }

  @Test
  void aHyphenTurnsAConditionAround() {
    assertThat(FilterParser.parse("-keyword=night"))
        .isEqualTo(Filter.not(VisualQuery.keyword("night")));
  }

  @Test
  void quotesKeepCommasAndSpaces() {
    assertThat(FilterParser.parse("keyword=\"salt, pepper\", label=' cat'"))
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
    assertThat(FilterParser.parse(expression)).isEqualTo(new Filter.Range(field, min, max));
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
    assertThat(FilterParser.parse(expression)).isEqualTo(Filter.taken(from, to));
  }

  @Test
  void extraFieldsAreComparedAsStringsOrNumbers() {
    assertThat(FilterParser.parse("extra.colour=red")).isEqualTo(Filter.extra("colour", "red"));
    assertThat(FilterParser.parse("extra.price=10"))
        .isEqualTo(Filter.or(Filter.extra("price", "10"), Filter.extra("price", 10.0)));
    assertThat(FilterParser.parse("extra.price<=10.5"))
        .isEqualTo(new Filter.ExtraRange("price", Double.NEGATIVE_INFINITY, 10.5));
    assertThat(FilterParser.parse("extra.price>10"))
        .isEqualTo(new Filter.ExtraRange("price", Math.nextUp(10.0), Double.POSITIVE_INFINITY));
  }

  @Test
  void placesAreCirclesAndBoxes() {
    assertThat(FilterParser.parse("near(38.69,-9.18,20km)"))
        .isEqualTo(Filter.near(38.69, -9.18, 20));
    assertThat(FilterParser.parse("near(38.69, -9.18, 500 m)"))
        .isEqualTo(Filter.near(38.69, -9.18, 0.5));
    assertThat(FilterParser.parse("box(38, -10, 39, -9), width>1"))
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
        "keyword='a             | 9  | the quote ' is never closed",
        "keyword='a' b          | 13 | expected a comma or the end, got \"b\"",
        "year>=x                | 7  | expected a year such as 2019, got \"x\"",
        "taken>2019-13-01       | 7  | expected a date such as 2019-05-01, got \"2019-13-01\"",
        "width>1.5              | 7  | expected a whole number, got \"1.5\"",
        "width=9999999999999999999 | 7 | expected a whole number",
        "extra.price<cheap      | 13 | expected a number to compare with, got \"cheap\"",
        "near 1,2,3             | 6  | expected (, got \"1,2,3\"",
        "near(91,0,1km)         | 6  | latitude must be from -90 to 90",
        "near(1,2)              | 9  | expected ,, got \")\"",
        "near(1,2,far)          | 10 | expected a distance such as 20km or 500m, got \"far\"",
        "box(2,0,1,0)           | 5  | south must not lie north",
      })
  void whatMakesNoSenseIsShownWithItsColumn(String expression, int column, String what) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FilterParser.parse(expression))
        .withMessageStartingWith("filter \"" + expression + "\", column " + column + ": ")
        .withMessageContaining(what);
  }
}
