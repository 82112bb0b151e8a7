package org.ocellus.query.language;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import org.ocellus.query.Browse;
import org.ocellus.query.Filter;
import org.ocellus.query.Fused;
import org.ocellus.query.Keyword;
import org.ocellus.query.Options;
import org.ocellus.query.Region;
import org.ocellus.query.Similar;
import org.ocellus.query.TagExpression;
import org.ocellus.query.Text;
import org.ocellus.query.VisualQuery;

/** Writes questions. */
final class QueryPrinter {
  private final StringJoiner line = new StringJoiner(" ");

  private QueryPrinter() {}

  static String print(VisualQuery query) {
    QueryPrinter printer = new QueryPrinter();
    printer.question(query);
    printer.options(query.options());
    return printer.line.toString();
  }

  private void question(VisualQuery query) {
    switch (query) {
      case Keyword keyword -> line.add(TagPrinter.print(keyword.tags()));
      case Text text -> line.add(text(text));
      case Similar similar -> similar(similar);
      case Fused fused -> fused(fused);
      case Browse browse -> line.add("order:" + order(browse.order()));
    }
  }

  private static String text(Text text) {
    return (text.by() == Text.By.ALL ? "text" : "text." + text.by().id())
        + (text.language() == null ? ":" : "@" + text.language() + ":")
        + Quoting.quoted(text.sentence());
  }

  private static String order(Browse.Order order) {
    return switch (order) {
      case Browse.Newest ignored -> "newest";
      case Browse.Random random -> "random(" + random.seed() + ")";
    };
  }

  private void similar(Similar similar) {
    similar.like().forEach(example -> line.add(example(example)));
    similar.unlike().forEach(example -> line.add("-" + example(example)));
    if (similar.metric() != null) {
      line.add("metric:" + similar.metric().id());
    }
    if (similar.exact()) {
      line.add("exact");
    }
    if (similar.efSearch() != null) {
      line.add("ef-search:" + similar.efSearch());
    }
    if (similar.likely() != null) {
      line.add("likely:" + Quoting.number(similar.likely()));
    }
  }

  private static String example(Similar.Example example) {
    return switch (example) {
      case Similar.Indexed indexed -> "like:" + Quoting.value(indexed.id());
      case Similar.File file -> "image:" + path(file.path()) + region(file);
      case Similar.Vector vector -> "vector:" + Arrays.toString(vector.vector()).replace(" ", "");
      case Similar.Encoded ignored -> throw unwritable("a picture given as bytes");
      case Similar.Pixels ignored -> throw unwritable("a picture given as pixels");
    };
  }

  private static String path(Path path) {
    if (path.getFileSystem() != FileSystems.getDefault()) {
      throw unwritable("a picture in another file system, " + path.toUri() + ",");
    }
    return Quoting.value(path.toString());
  }

  private static String region(Similar.File file) {
    Region region = file.region();
    return region == null
        ? ""
        : "[%s,%s,%s,%s]"
            .formatted(
                Quoting.number(region.left()),
                Quoting.number(region.top()),
                Quoting.number(region.width()),
                Quoting.number(region.height()));
  }

  private static IllegalArgumentException unwritable(String what) {
    return new IllegalArgumentException(
        what + " cannot be written in a line: ask by its file or, if it is indexed, by its id");
  }

  /** All tags and all examples of a line are one part each, so only the first may stand bare. */
  private void fused(Fused fused) {
    Set<Class<?>> bare = new HashSet<>();
    for (Fused.Part part : fused.parts()) {
      VisualQuery query = part.query();
      boolean plain = part.weight() == 1 && query.options().equals(Options.DEFAULT);
      boolean first =
          plain && !(query instanceof Fused) && !rulesOut(query) && bare.add(query.getClass());
      if (first || plain && query instanceof Text) {
        question(query);
      } else {
        // Parentheses around tags alone make no part; a weight does.
        boolean weighted = part.weight() != 1 || plain && query instanceof Keyword;
        line.add("(" + print(query) + ")" + (weighted ? "^" + Quoting.number(part.weight()) : ""));
      }
    }
    if (fused.fusion() == Fused.Fusion.WEIGHTED) {
      line.add("fusion:weighted");
    }
  }

  /** Whether there are tags that, standing bare, would be ruled out of the other parts too. */
  private static boolean rulesOut(VisualQuery query) {
    if (!(query instanceof Keyword keyword)) {
      return false;
    }
    List<TagExpression> tags =
        keyword.tags() instanceof TagExpression.And all ? all.parts() : List.of(keyword.tags());
    return tags.stream().anyMatch(TagExpression.Not.class::isInstance);
  }

  private void options(Options options) {
    for (Filter filter : options.filters()) {
      line.add("where:" + FilterPrinter.print(filter));
    }
    if (options.minScore() != null) {
      line.add("min-score:" + Quoting.number(options.minScore()));
    }
    if (options.maxDistance() != null) {
      line.add("max-distance:" + Quoting.number(options.maxDistance()));
    }
    if (options.diversity() != Options.DEFAULT.diversity()) {
      line.add("diversity:" + Quoting.number(options.diversity()));
    }
    if (options.deadline() != null) {
      line.add("deadline:" + duration(options.deadline()));
    }
    if (options.offset() != Options.DEFAULT.offset()) {
      line.add("offset:" + options.offset());
    }
    if (options.limit() != Options.DEFAULT.limit()) {
      line.add("limit:" + options.limit());
    }
  }

  private static String duration(Duration duration) {
    boolean millis = duration.getNano() % 1_000_000 == 0 && duration.getSeconds() < 60;
    return millis ? duration.toMillis() + "ms" : duration.toString();
  }
}
