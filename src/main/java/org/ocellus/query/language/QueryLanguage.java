package org.ocellus.query.language;

import org.ocellus.query.Filter;
import org.ocellus.query.VisualQuery;

/**
 * Questions as one line of text:
 *
 * <pre>
 * bridge lisbon -night text:"in the rain" like:IMG_2041 where:year>=2019,near(38.69,-9.18,20km) limit:20
 * </pre>
 *
 * <p>What stands side by side, with spaces between, makes one question. All its tags are one part
 * and must all be carried; all its examples are one part; each {@code text:}, each question in
 * parentheses and all that has a weight is a part of its own; several parts are fused. Parentheses
 * around tags alone group tags.
 *
 * <pre>
 * question = item { item } .
 * item     = tags | text | example | part | option .
 *
 * tags     = all { "OR" all } .                  all = not { ["AND"] not } .
 * not      = [ "-" | "NOT" ] ( tag | "(" tags ")" ) .
 * tag      = [ "person:" | "file:" | "predicted:" ] named [ ">=" number ] .
 * named    = word                                the whole tag
 *          | "tag:" value                        the whole tag, whatever is in it
 *          | quoted                              a phrase: these words anywhere in a tag
 *          | ( word | quoted ) "*"               a tag that begins so
 *          | ( word | quoted ) "~" .             a tag spelt nearly so
 *
 * text     = "text" [ ".words" | ".captions" | ".pictures" ] [ "@" language ] ":" value .
 * example  = [ "-" ] ( "like:" id | "image:" file [ region ] | "vector:[" number {"," number} "]" ) .
 * region   = "[" left "," top "," width "," height "]" .
 * part     = "(" question ")" [ weight ] | ( tag | text | example ) weight .
 * weight   = "^" number .
 *
 * option   = "where:" filter | "limit:" n | "offset:" n | "min-score:" x | "max-distance:" x
 *          | "diversity:" x | "deadline:" ( n "ms" | n "s" | n "min" )
 *          | "metric:" ( "cosine" | "euclidean" ) | "exact" | "ef-search:" n
 *          | "likely:" x                                                       of the examples
 *          | "fusion:" ( "rrf" | "weighted" )                                  of the parts
 *          | "order:" ( "newest" | "random(" seed ")" ) .                      tags then filter
 *
 * filter    = condition { "," condition } .       all must hold
 * condition = "-" condition | "and(" [ filter ] ")" | "or(" [ filter ] ")"
 *           | "keyword=" value | "keyword(" tags ")" | "label=" value [ ">=" number ]
 *           | "folder=" value | "id=" value | "id(" value { "," value } ")"
 *           | ( "year" | "taken" | "width" | "height" | "bytes" | "aspect" ) range
 *           | "extra." name ( "=" value | range )
 *           | "near(" latitude "," longitude "," distance ( "km" | "m" ) ")"
 *           | "box(" south "," west "," north "," east ")" .
 * range     = ( "=" | "<" | "<=" | ">" | ">=" ) bound | "=" bound ".." bound .
 * </pre>
 *
 * <p>A value is a word or stands in single or double quotes, in which a backslash goes before a
 * quote or backslash that is meant. Without quotes it ends at a space or a parenthesis, in filters
 * at a comma too; in a filter that is no part of a line spaces are fine. A bound of {@code taken}
 * is a year, month, day or moment such as {@code 2019-05-01T12:00}, in UTC where it names no zone,
 * and stands for all its seconds; one of {@code aspect} is width / height, also as {@code 4:3},
 * {@code landscape}, {@code portrait} or {@code square}. An extra field is compared as a number, or
 * as a date where the bound has a hyphen ({@code 2019-05}); {@code extra.NAME=10} without quotes
 * means the number or the string. A line with nothing but {@code where:} browses, the newest first.
 */
public final class QueryLanguage {
  /** The longest line, in characters. */
  public static final int LONGEST = 100_000;

  private QueryLanguage() {}

  /**
   * The question that a line asks.
   *
   * @throws QuerySyntaxException if it makes no sense; it names the column and what was expected
   */
  public static VisualQuery parse(String line) {
    LineScanner in = scanner("query", line);
    Level level = new QueryParser(in).level();
    if (!in.atEnd()) {
      throw in.wrong("this parenthesis was never opened");
    }
    return level.build();
  }

  /**
   * The filter that conditions between commas stand for.
   *
   * @throws QuerySyntaxException if they make no sense; it names the column and what was expected
   */
  public static Filter parseFilter(String conditions) {
    LineScanner in = scanner("filter", conditions);
    Filter filter = new FilterParser(in, ",)").all();
    if (!in.atEnd()) {
      throw in.wrong("expected a comma or the end, got " + in.next());
    }
    return filter;
  }

  /**
   * The line that asks this question: {@link #parse} makes an equal one of it.
   *
   * @throws IllegalArgumentException if it has a picture given as bytes or pixels, or a file that
   *     is not in the default file system
   */
  public static String print(VisualQuery query) {
    return QueryPrinter.print(query);
  }

  /** The conditions that stand for this filter: {@link #parseFilter} makes an equal one of them. */
  public static String printFilter(Filter filter) {
    return FilterPrinter.print(filter);
  }

  private static LineScanner scanner(String kind, String text) {
    LineScanner in = new LineScanner(kind, text);
    if (text.length() > LONGEST) {
      throw in.wrong(
          LONGEST + 1, "has more than " + LONGEST + " characters: ask with the Java API instead");
    }
    return in;
  }
}
