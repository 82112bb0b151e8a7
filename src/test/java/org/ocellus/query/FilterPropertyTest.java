package org.ocellus.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.image.ImageDecoder;
import org.ocellus.index.PictureFields;
import org.ocellus.index.PictureIndex;
import org.ocellus.index.Space;
import org.ocellus.index.StoredPicture;
import org.ocellus.index.StoredPicture.Keyword;
import org.ocellus.index.StoredPicture.Origin;
import org.ocellus.metadata.Place;
import org.ocellus.model.Label;

/** Random nested filters over random pictures pass what plain Java says they pass. */
class FilterPropertyTest {
  private static final int PICTURES = 400;
  private static final int FILTERS = 500;
  private static final long START = Instant.parse("2019-01-01T00:00:00Z").getEpochSecond();
  private static final List<String> TAGS =
      List.of("Lisbon", "lisboa", "Golden Gate Bridge", "gate bridge", "ÉTÉ", "night", "nights");
  private static final List<String> FOLDERS = List.of("", "a", "a/b", "a/b/c", "d");
  private static final List<Float> PROBABILITIES = List.of(0.25f, 0.5f, 0.75f);

  private final Random random = new Random(7);

  @Test
  void filtersPassWhatPlainJavaPasses(@TempDir Path folder) throws IOException {
    List<StoredPicture> pictures = new ArrayList<>();
    try (PictureIndex index = PictureIndex.open(folder, null, null, null)) {
      for (int i = 0; i < PICTURES; i++) {
        StoredPicture picture = picture("p" + i);
        pictures.add(picture);
        index.put(picture, new float[] {1, 1}, Space.ofOwnVectors(2));
        if (i == PICTURES / 2) {
          index.commit();
        }
      }
      index.commit();
      VisualSearch search = new VisualSearch(index, null, new ImageDecoder());
      int some = 0;
      for (int i = 0; i < FILTERS; i++) {
        Filter filter = filter(3);
        List<String> expected =
            pictures.stream().filter(p -> passes(filter, p)).map(StoredPicture::id).toList();
        List<String> found =
            search.search(VisualQuery.newest().where(filter).limit(PICTURES)).ids();
        assertThat(found).as("%s", filter).containsExactlyInAnyOrderElementsOf(expected);
        some += expected.isEmpty() || expected.size() == PICTURES ? 0 : 1;
      }
      // Or else this shows little.
      assertThat(some).isGreaterThan(FILTERS / 2);
    }
  }

  private StoredPicture picture(String id) {
    StoredPicture.Builder picture =
        StoredPicture.of(id).toBuilder()
            .folder(oneOf(FOLDERS))
            .keywords(
                several(() -> new Keyword(oneOf(TAGS), oneOf(List.of(Origin.PERSON, Origin.FILE)))))
            .labels(several(() -> new Label(oneOf(TAGS), oneOf(PROBABILITIES))));
    if (random.nextInt(4) > 0) {
      picture.size(1 + random.nextInt(4), 1 + random.nextInt(4));
    }
    if (random.nextInt(4) > 0) {
      picture.taken(START + random.nextInt(100));
    }
    if (random.nextInt(4) > 0) {
      picture.place(new Place(random.nextDouble() * 160 - 80, random.nextDouble() * 360 - 180));
    }
    Map<String, Object> extra = new HashMap<>();
    if (random.nextBoolean()) {
      extra.put("n", oneOf(List.<Object>of(1.5, 2.0, -3.0, "2.0", List.of("red", "blue"), "red")));
    }
    if (random.nextBoolean()) {
      extra.put("day", LocalDate.of(2020, 1, 1 + random.nextInt(28)).toString());
    }
    return picture.extra(extra).build();
  }

  private Filter filter(int depth) {
    return switch (random.nextInt(depth > 0 ? 16 : 12)) {
      case 0, 1 -> VisualQuery.keyword(tags(2));
      case 2 -> Filter.label(oneOf(TAGS), oneOf(List.of(0.0, 0.3, 0.5, 0.75, 0.9)));
      case 3 -> Filter.folder(oneOf(FOLDERS));
      case 4 -> new Filter.Ids(Set.copyOf(several(() -> "p" + random.nextInt(PICTURES))));
      case 5 ->
          new Filter.Range(
              oneOf(List.of(PictureFields.WIDTH, PictureFields.HEIGHT)),
              random.nextInt(5),
              random.nextInt(5));
      case 6 -> new Filter.Range(PictureFields.TAKEN, START + random.nextInt(100), START + 60);
      case 7 ->
          oneOf(
              List.of(
                  Filter.landscape(),
                  Filter.portrait(),
                  Filter.square(),
                  Filter.aspect(1 / 3.0, 4 / 3.0)));
      case 8 ->
          Filter.near(
              random.nextDouble() * 160 - 80,
              random.nextDouble() * 360 - 180,
              100 + random.nextInt(10_000));
      case 9 ->
          Filter.box(
              -random.nextInt(80),
              random.nextInt(360) - 180.0,
              random.nextInt(80),
              random.nextInt(360) - 180.0);
      case 10 ->
          oneOf(
              List.of(
                  Filter.extra("n", "red"),
                  Filter.extra("n", "2.0"),
                  Filter.extra("n", 2),
                  Filter.extra("n", -5, 1.5)));
      case 11 ->
          Filter.extra("day", day(1 + random.nextInt(28)), random.nextBoolean() ? null : day(20));
      case 12 -> Filter.not(filter(depth - 1));
      case 13, 14 -> new Filter.All(several(() -> filter(depth - 1)));
      default -> new Filter.Any(several(() -> filter(depth - 1)));
    };
  }

  private static Instant day(int day) {
    return LocalDate.of(2020, 1, day).atStartOfDay().toInstant(ZoneOffset.UTC);
  }

  private TagExpression tags(int depth) {
    return switch (random.nextInt(depth > 0 ? 5 : 2)) {
      case 2 -> tags(depth - 1).and(tags(depth - 1));
      case 3 -> tags(depth - 1).or(tags(depth - 1));
      case 4 -> tags(depth - 1).not();
      default -> {
        TagExpression.Tag tag =
            oneOf(
                List.of(
                    TagExpression.tag(oneOf(TAGS)),
                    TagExpression.tag("lisb").prefix(),
                    TagExpression.tag("n").prefix(),
                    TagExpression.tag("gate bridge").phrase(),
                    TagExpression.tag("lisbo").fuzzy(),
                    TagExpression.tag("nihgt").fuzzy()));
        yield switch (random.nextInt(4)) {
          case 0 -> tag.by(oneOf(List.of(Origin.values())));
          case 1 -> tag.predicted(oneOf(List.of(0.0, 0.3, 0.5, 0.9)));
          default -> tag;
        };
      }
    };
  }

  private static boolean passes(Filter filter, StoredPicture p) {
    return switch (filter) {
      case org.ocellus.query.Keyword keyword -> carries(keyword.tags(), p);
      case Filter.Label label ->
          p.labels().stream()
              .anyMatch(
                  l ->
                      folded(l.name()).equals(folded(label.name()))
                          && l.probability() >= label.minProbability());
      case Filter.Folder folder ->
          (p.folder() + "/").startsWith(folder.path().isEmpty() ? "" : folder.path() + "/");
      case Filter.Ids ids -> ids.ids().contains(p.id());
      case Filter.Range range -> {
        Number value =
            switch (range.field()) {
              case "width" -> p.width();
              case "height" -> p.height();
              default -> p.taken();
            };
        yield value != null && value.longValue() >= range.min() && value.longValue() <= range.max();
      }
      case Filter.Aspect aspect -> {
        double value = p.width() == null ? Double.NaN : (double) p.width() / p.height();
        yield value >= aspect.min() && value <= aspect.max();
      }
      case Filter.Near near ->
          p.place() != null && kilometres(p.place(), near.place()) <= near.kilometres();
      case Filter.Box box -> p.place() != null && inside(p.place(), box);
      case Filter.Extra extra -> {
        Object value = p.extra().get(extra.name());
        yield value instanceof List<?> list
            ? list.contains(extra.value())
            : extra.value().equals(value);
      }
      case Filter.ExtraRange range ->
          p.extra().get(range.name()) instanceof Double value
              && value >= range.min()
              && value <= range.max();
      case Filter.ExtraTime time -> {
        Object value = p.extra().get(time.name());
        long seconds =
            value == null
                ? Long.MIN_VALUE
                : LocalDate.parse((String) value).toEpochDay() * 24 * 60 * 60;
        yield value != null && seconds >= time.min() && seconds <= time.max();
      }
      case Filter.Not not -> !passes(not.filter(), p);
      case Filter.All all -> all.filters().stream().allMatch(each -> passes(each, p));
      case Filter.Any any -> any.filters().stream().anyMatch(each -> passes(each, p));
    };
  }

  private static boolean carries(TagExpression tags, StoredPicture p) {
    return switch (tags) {
      case TagExpression.And and -> and.parts().stream().allMatch(part -> carries(part, p));
      case TagExpression.Or or -> or.parts().stream().anyMatch(part -> carries(part, p));
      case TagExpression.Not not -> !carries(not.part(), p);
      case TagExpression.Tag tag ->
          p.keywords().stream()
                  .anyMatch(k -> (tag.by() == null || tag.by() == k.by()) && meant(tag, k.text()))
              || (tag.by() == null || tag.by() == Origin.MODEL)
                  && p.labels().stream()
                      .anyMatch(
                          l -> meant(tag, l.name()) && l.probability() >= tag.minProbability());
    };
  }

  private static boolean meant(TagExpression.Tag tag, String text) {
    String asked = folded(tag.text());
    String found = folded(text);
    return switch (tag.match()) {
      case EXACT -> found.equals(asked);
      case PREFIX -> found.startsWith(asked);
      case PHRASE -> (" " + found + " ").contains(" " + asked + " ");
      case FUZZY -> distance(asked, found) <= 1;
    };
  }

  private static String folded(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFD)
        .replaceAll("\\p{M}", "")
        .toLowerCase(Locale.ROOT);
  }

  /** Letters left out, put in or exchanged, and neighbours swapped. */
  private static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(d[i - 1][j - 1] + same, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }

  /** On a sphere of the Earth's mean radius, by the haversine formula. */
  private static double kilometres(Place a, Place b) {
    double latitudes = Math.toRadians(b.latitude() - a.latitude()) / 2;
    double longitudes = Math.toRadians(b.longitude() - a.longitude()) / 2;
    double h =
        Math.pow(Math.sin(latitudes), 2)
            + Math.cos(Math.toRadians(a.latitude()))
                * Math.cos(Math.toRadians(b.latitude()))
                * Math.pow(Math.sin(longitudes), 2);
    return 2 * 6371.0087714 * Math.asin(Math.sqrt(h));
  }

  private static boolean inside(Place place, Filter.Box box) {
    double west = box.southWest().longitude();
    double east = box.northEast().longitude();
    boolean across = west > east;
    boolean between =
        across
            ? place.longitude() >= west || place.longitude() <= east
            : place.longitude() >= west && place.longitude() <= east;
    return between
        && place.latitude() >= box.southWest().latitude()
        && place.latitude() <= box.northEast().latitude();
  }

  private <T> T oneOf(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  private <T> List<T> several(Supplier<T> value) {
    List<T> values = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      values.add(value.get());
    }
    return values;
  }
}
