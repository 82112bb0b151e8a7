package org.ocellus.query.language;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ocellus.index.StoredPicture.Origin;
import org.ocellus.query.Options;
import org.ocellus.query.Region;
import org.ocellus.query.Similar;
import org.ocellus.query.TagExpression;
import org.ocellus.query.TagExpression.Match;
import org.ocellus.query.TagExpression.Tag;
import org.ocellus.query.Text;
import org.ocellus.query.VisualQuery;

/**
 * Reads what stands side by side in a line or in parentheses; {@link QueryLanguage} has the
 * grammar.
 */
final class QueryParser {
  private static final String WORD_ENDS = "()\":^~*>,";
  private static final String VALUE_ENDS = "()\"^[";
  private static final String EXPECTED =
      "expected a tag, tag:, person:, file:, predicted:, text:, like:, image:, vector:, where:,"
          + " limit:, offset:, min-score:, max-distance:, diversity:, deadline:, metric:, exact,"
          + " ef-search:, likely:, fusion:, order: or parentheses";

  private final LineScanner in;

  QueryParser(LineScanner in) {
    this.in = in;
  }

  /** What may stand side by side besides options. */
  private sealed interface Item {}

  private record Tags(TagExpression tags) implements Item {}

  private record Part(VisualQuery query) implements Item {}

  private record Example(Similar.Example example, boolean unlike) implements Item {}

  /** All up to the end or a closing parenthesis, which is left. */
  Level level() {
    Level level = new Level(in);
    in.skipSpace();
    while (!in.atEnd() && !in.sees(")")) {
      item(level);
      if (!in.separated()) {
        throw in.wrong(
            "expected a space, got "
                + in.next()
                + (in.sees(",") ? ": no commas between, and quotes for a tag that has one" : ""));
      }
      in.skipSpace();
    }
    return level;
  }

  private void item(Level level) {
    int column = in.column();
    String word = bareWord();
    if (!in.sees(":")) {
      switch (word) {
        case "OR", "AND" -> {
          level.join(column, word);
          return;
        }
        case "exact" -> {
          level.exact(column);
          return;
        }
        default -> {}
      }
    } else if (OptionParser.NAMES.contains(word)) {
      in.take(":");
      new OptionParser(in).read(level, word, column);
      return;
    }
    Item item = operand(word, column);
    if (in.takeAlone("^")) {
      double weight = in.number("a weight such as 2");
      VisualQuery query = question(item, column);
      level.add(in.placed(column, () -> query.weight(weight)));
    } else {
      switch (item) {
        case Tags tags -> level.add(tags.tags());
        case Part part -> level.add(part.query().weight(1));
        case Example example -> level.add(example.example(), example.unlike());
      }
    }
  }

  private VisualQuery question(Item item, int column) {
    return switch (item) {
      case Tags tags -> VisualQuery.keyword(tags.tags());
      case Part part -> part.query();
      case Example example -> {
        if (example.unlike()) {
          throw in.wrong(column, "what to look unlike is no question of its own: it has no weight");
        }
        yield new Similar(
            List.of(example.example()), List.of(), null, false, null, null, Options.DEFAULT);
      }
    };
  }

  private String bareWord() {
    return in.sees("-") || in.seesQuote() ? "" : in.word(WORD_ENDS);
  }

  private Item operand() {
    int column = in.column();
    return operand(bareWord(), column);
  }

  private Item operand(String word, int column) {
    if (word.isEmpty()) {
      if (in.takeAlone("-")) {
        return turned(in.nested(this::operand), column);
      }
      if (in.takeAlone("(")) {
        return in.nested(() -> group());
      }
      if (in.seesQuote()) {
        return tag(in.quoted(), true, null, column);
      }
      throw in.wrong(column, EXPECTED + "; got " + in.next());
    }
    if (in.takeAlone(":")) {
      return valued(word, column);
    }
    return switch (word) {
      case "NOT" -> {
        in.skipSpace();
        yield turned(in.nested(this::operand), column);
      }
      case "OR", "AND", "exact" ->
          throw in.wrong(
              column, "expected a tag, got %s: write tag:%s for the tag".formatted(word, word));
      default -> tag(word, false, null, column);
    };
  }

  private Item turned(Item item, int column) {
    return switch (item) {
      case Tags tags -> new Tags(tags.tags().not());
      case Example example -> new Example(example.example(), !example.unlike());
      case Part ignored ->
          throw in.wrong(column, "- and NOT are for tags, like:, image: and vector:");
    };
  }

  private Item group() {
    Level level = level();
    if (!in.takeAlone(")")) {
      throw in.wrong("expected ), got " + in.next());
    }
    return level.isTags() ? new Tags(level.tagsAlone()) : new Part(level.build());
  }

  private Item valued(String key, int column) {
    return switch (key) {
      case "tag" -> {
        String text = in.seesQuote() ? in.quoted() : in.given(in.word(WORD_ENDS));
        yield new Tags(in.placed(column, () -> TagExpression.tag(text)));
      }
      case "person" -> tagBy(Origin.PERSON, column);
      case "file" -> tagBy(Origin.FILE, column);
      case "predicted" -> tagBy(Origin.MODEL, column);
      case "like" -> new Example(new Similar.Indexed(value()), false);
      case "image" -> new Example(image(), false);
      case "vector" -> new Example(new Similar.Vector(vector()), false);
      default -> {
        if (key.equals("text") || key.startsWith("text@") || key.startsWith("text.")) {
          yield new Part(text(key, column));
        }
        throw in.wrong(
            column,
            OptionParser.NAMES.contains(key)
                ? key + ": is not turned around"
                : EXPECTED
                    + "; got \"%s:\" (a tag with a colon stands in quotes: tag:\"%s:…\")"
                        .formatted(key, key));
      }
    };
  }

  private Item tagBy(Origin by, int column) {
    if (in.seesQuote()) {
      return tag(in.quoted(), true, by, column);
    }
    String word = in.given(in.word(WORD_ENDS));
    if (!word.equals("tag") || !in.takeAlone(":")) {
      return tag(word, false, by, column);
    }
    String whole = in.seesQuote() ? in.quoted() : in.given(in.word(WORD_ENDS));
    return tag(whole, Match.EXACT, by, column);
  }

  private Item tag(String text, boolean quoted, @Nullable Origin by, int column) {
    Match match =
        in.takeAlone("*")
            ? Match.PREFIX
            : in.takeAlone("~") ? Match.FUZZY : quoted ? Match.PHRASE : Match.EXACT;
    return tag(text, match, by, column);
  }

  private Item tag(String text, Match match, @Nullable Origin by, int column) {
    boolean bounded = by == Origin.MODEL && in.takeAlone(">=");
    double least = bounded ? in.number("a probability such as 0.8") : 0;
    return new Tags(in.placed(column, () -> new Tag(text, match, by, least)));
  }

  private Text text(String key, int column) {
    String sentence = value();
    int at = key.indexOf('@');
    String language = at < 0 ? null : key.substring(at + 1);
    String way = at < 0 ? key : key.substring(0, at);
    Text.By by =
        switch (way) {
          case "text" -> Text.By.ALL;
          case "text.words" -> Text.By.WORDS;
          case "text.captions" -> Text.By.CAPTIONS;
          case "text.pictures" -> Text.By.PICTURES;
          default ->
              throw in.wrong(
                  column, "expected text:, text.words:, text.captions: or text.pictures:");
        };
    return in.placed(
        column,
        () -> {
          Text text = VisualQuery.text(sentence).by(by);
          return language == null ? text : text.in(language);
        });
  }

  private String value() {
    return in.seesQuote() ? in.quoted() : in.given(in.word(VALUE_ENDS));
  }

  private Similar.File image() {
    int column = in.column();
    String name = value();
    Path path = in.placed(column, () -> Path.of(name));
    int start = in.column();
    if (!in.take("[")) {
      return new Similar.File(path, null);
    }
    double[] edges = new double[4];
    for (int i = 0; i < edges.length; i++) {
      if (i > 0) {
        in.expect(",");
      }
      edges[i] = listed();
    }
    closeList();
    Region region = in.placed(start, () -> new Region(edges[0], edges[1], edges[2], edges[3]));
    return new Similar.File(path, region);
  }

  private float[] vector() {
    in.expect("[");
    List<Double> values = new ArrayList<>();
    if (!in.sees("]")) {
      do {
        values.add(listed());
      } while (in.take(","));
    }
    closeList();
    float[] vector = new float[values.size()];
    for (int i = 0; i < vector.length; i++) {
      // Each float has been written as itself, so this is exact.
      vector[i] = values.get(i).floatValue();
    }
    return vector;
  }

  private double listed() {
    double number = number("a number", ",]");
    in.skipSpace();
    return number;
  }

  private void closeList() {
    if (!in.takeAlone("]")) {
      throw in.wrong("expected ] or a comma, got " + in.next());
    }
  }

  private double number(String expected, String ends) {
    int column = in.column();
    String value = in.upTo(ends);
    if (!Interval.isNumber(value) && !value.equals("NaN")) {
      throw in.wrong(column, "expected " + expected + ", got \"" + value + "\"");
    }
    return Double.parseDouble(value);
  }
}
