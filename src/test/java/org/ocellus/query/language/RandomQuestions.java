package org.ocellus.query.language;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.ocellus.index.Folding;
import org.ocellus.index.PictureFields;
import org.ocellus.index.StoredPicture.Origin;
import org.ocellus.model.Metric;
import org.ocellus.query.Browse;
import org.ocellus.query.Filter;
import org.ocellus.query.Fused;
import org.ocellus.query.Options;
import org.ocellus.query.Region;
import org.ocellus.query.Similar;
import org.ocellus.query.TagExpression;
import org.ocellus.query.Text;
import org.ocellus.query.VisualQuery;

/** Any question that a line can say, with values that are hard to write. */
final class RandomQuestions {
  private static final List<String> HARD =
      List.of(
          "AND",
          "OR",
          "NOT",
          "exact",
          "tag",
          "-x",
          "x-y",
          "5",
          "-0.5",
          "2019",
          "2019-05",
          "1..2",
          "..",
          "@7",
          "Infinity",
          "a b",
          " a ",
          "a,b",
          "(a)",
          "a)",
          "[1]",
          "a:b",
          "a*",
          "a~",
          "a^2",
          "\"",
          "'",
          "it's",
          "\\",
          "\\\"",
          "C:\\x\\",
          "a>=0.5",
          "<b>",
          "é",
          "e\u0301",
          "桥",
          "😀",
          "x\ny",
          "where:x",
          "text@de",
          "near(1,2,3km)",
          "a/b.jpg",
          "IMG_2041",
          "#!",
          ".",
          "_",
          "|",
          "&&");

  private final Random random;

  RandomQuestions(long seed) {
    random = new Random(seed);
  }

  VisualQuery query() {
    return query(3);
  }

  Filter filter() {
    return filter(3);
  }

  private VisualQuery query(int depth) {
    VisualQuery query =
        switch (random.nextInt(depth > 0 ? 6 : 4)) {
          case 0 -> VisualQuery.keyword(tags(2));
          case 1 -> text();
          case 2 -> similar();
          case 3 ->
              depth < 3
                  ? text()
                  : new Browse(
                      random.nextBoolean()
                          ? new Browse.Newest()
                          : new Browse.Random(random.nextLong()),
                      Options.DEFAULT);
          default ->
              new Fused(
                  several(2, () -> query(depth - 1).weight(oneOf(List.of(1.0, 1.0, positive())))),
                  oneOf(List.of(Fused.Fusion.values())),
                  Options.DEFAULT);
        };
    return random.nextBoolean() ? query : with(query);
  }

  private VisualQuery with(VisualQuery query) {
    boolean measured = !(query instanceof Fused) && !(query instanceof Browse);
    return query.with(
        new Options(
            random.nextBoolean() ? 10 : 1 + random.nextInt(5000),
            random.nextBoolean() ? 0 : random.nextInt(5000),
            several(0, () -> filter(2)),
            measured ? maybe(this::number) : null,
            measured ? maybe(this::positive) : null,
            random.nextBoolean() ? 0 : random.nextDouble(),
            maybe(
                () ->
                    oneOf(
                        List.of(
                            Duration.ofMillis(1 + random.nextInt(1000)),
                            Duration.ofNanos(1 + random.nextInt(1000)),
                            Duration.ofSeconds(Long.MAX_VALUE, random.nextInt(1_000_000_000)))))));
  }

  private TagExpression tags(int depth) {
    return switch (random.nextInt(depth > 0 ? 5 : 1)) {
      case 1 -> new TagExpression.And(several(2, () -> tags(depth - 1)));
      case 2 -> new TagExpression.Or(several(2, () -> tags(depth - 1)));
      case 3 -> tags(depth - 1).not();
      default -> {
        Origin by = maybe(() -> oneOf(List.of(Origin.values())));
        double least = by == Origin.MODEL && random.nextBoolean() ? random.nextDouble() : 0;
        yield new TagExpression.Tag(tag(), oneOf(List.of(TagExpression.Match.values())), by, least);
      }
    };
  }

  private Text text() {
    String sentence = string();
    Text text = VisualQuery.text(sentence.isBlank() ? "x" : sentence);
    return random.nextBoolean()
        ? text.by(oneOf(List.of(Text.By.values())))
        : text.in(oneOf(List.of("de", "en", "zh", "xx")));
  }

  private Similar similar() {
    boolean exact = random.nextBoolean();
    return new Similar(
        several(1, this::example),
        several(0, this::example),
        maybe(() -> oneOf(List.of(Metric.values()))),
        exact,
        exact ? null : maybe(() -> 1 + random.nextInt(1000)),
        maybe(() -> Math.nextUp(random.nextDouble() * 0.99)),
        Options.DEFAULT);
  }

  private Similar.Example example() {
    return switch (random.nextInt(3)) {
      case 0 -> new Similar.Indexed(string());
      case 1 -> new Similar.File(Path.of(string()), maybe(this::region));
      default -> {
        float[] vector = new float[random.nextInt(4)];
        for (int i = 0; i < vector.length; i++) {
          vector[i] = Float.intBitsToFloat(random.nextInt());
        }
        yield new Similar.Vector(vector);
      }
    };
  }

  private Region region() {
    double left = random.nextDouble() / 2;
    return new Region(left, 0, 1 - left, Math.nextUp(random.nextDouble() / 2));
  }

  private Filter filter(int depth) {
    return switch (random.nextInt(depth > 0 ? 15 : 12)) {
      case 0 -> VisualQuery.keyword(tags(random.nextInt(3)));
      case 1 -> Filter.label(tag(), random.nextBoolean() ? 0 : random.nextDouble());
      case 2 -> Filter.folder(string());
      case 3 -> new Filter.Ids(Set.copyOf(several(0, this::string)));
      case 4 ->
          new Filter.Range(
              oneOf(List.of(PictureFields.WIDTH, PictureFields.HEIGHT, PictureFields.BYTES)),
              whole(),
              whole());
      case 5 -> new Filter.Range(PictureFields.TAKEN, whole(), whole());
      case 6 -> Filter.aspect(number(), number());
      case 7 ->
          Filter.near(random.nextDouble() * 180 - 90, random.nextDouble() * 360 - 180, positive());
      case 8 ->
          Filter.box(-random.nextInt(90), random.nextDouble() * 360 - 180, random.nextInt(90), 180);
      case 9 -> Filter.extra(string(), string());
      case 10 -> Filter.extra(string(), number(), number());
      case 11 -> new Filter.ExtraTime(string(), whole(), whole());
      case 12 -> Filter.not(filter(depth - 1));
      case 13 -> new Filter.All(several(0, () -> filter(depth - 1)));
      default -> new Filter.Any(several(0, () -> filter(depth - 1)));
    };
  }

  private String tag() {
    String text = string();
    return Folding.fold(text).isEmpty() ? "x" : text;
  }

  private String string() {
    return switch (random.nextInt(4)) {
      case 0 -> oneOf(HARD) + oneOf(HARD);
      case 1 -> oneOf(List.of("lisbon", "bridge", "night", "ponte25"));
      case 2 ->
          random
              .ints(random.nextInt(5), 32, 127)
              .mapToObj(Character::toString)
              .collect(Collectors.joining());
      default -> oneOf(HARD);
    };
  }

  private long whole() {
    return switch (random.nextInt(6)) {
      case 0 -> random.nextLong();
      case 1 -> Long.MIN_VALUE;
      case 2 -> Long.MAX_VALUE;
      // Where years begin and end.
      case 3 -> Span.year(Integer.toString(1900 + random.nextInt(200))).first();
      case 4 -> Span.year(Integer.toString(1900 + random.nextInt(200))).last();
      default -> random.nextInt(4000);
    };
  }

  private double number() {
    return switch (random.nextInt(6)) {
      case 0 -> random.nextInt(100) - 50;
      case 1 -> -0.0;
      case 2 -> random.nextGaussian() * 1e20;
      case 3 -> random.nextGaussian() * 1e-20;
      default -> random.nextGaussian();
    };
  }

  private double positive() {
    return Math.abs(number()) + Double.MIN_VALUE;
  }

  private <T> @Nullable T maybe(Supplier<T> value) {
    return random.nextBoolean() ? null : value.get();
  }

  private <T> T oneOf(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  private <T> List<T> several(int least, Supplier<T> value) {
    List<T> values = new ArrayList<>();
    int count = least + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      values.add(value.get());
    }
    return values;
  }
}
