package org.ocellus.app.answer;

import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import org.ocellus.query.Browse;
import org.ocellus.query.Fused;
import org.ocellus.query.Keyword;
import org.ocellus.query.Similar;
import org.ocellus.query.TagExpression;
import org.ocellus.query.Text;
import org.ocellus.query.VisualQuery;

/** How questions are put into words: what kind they are, and the Java that asks them. */
public final class QueryText {
  private QueryText() {}

  /** {@code keyword}, {@code text}, {@code similar} or {@code fused}. */
  public static String kind(VisualQuery query) {
    return query.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  /** The line of Java that asks this question of an index; its filters are left out. */
  static String java(VisualQuery query) {
    StringBuilder line = new StringBuilder("index.search(").append(expression(query));
    if (query.options().minScore() != null) {
      line.append(".minScore(").append(query.options().minScore()).append(')');
    }
    if (query.options().maxDistance() != null) {
      line.append(".maxDistance(").append(query.options().maxDistance()).append(')');
    }
    return line.append(".limit(").append(query.options().limit()).append("))").toString();
  }

  private static String expression(VisualQuery query) {
    return switch (query) {
      case Keyword keyword ->
          "keyword("
              + (keyword.tags() instanceof TagExpression.And all
                  ? all.parts().stream().map(QueryText::tag).collect(Collectors.joining(", "))
                  : tag(keyword.tags()))
              + ")";
      case Text text -> "text(" + quoted(text.sentence()) + ")";
      case Similar similar -> similar(similar);
      case Fused fused ->
          "fused("
              + fused.parts().stream()
                  .map(part -> expression(part.query()))
                  .collect(Collectors.joining(", "))
              + ")";
      case Browse browse -> browse.order().toString();
    };
  }

  private static String tag(TagExpression tags) {
    return tags instanceof TagExpression.Tag tag ? quoted(tag.text()) : tags.toString();
  }

  private static String similar(Similar query) {
    String example =
        switch (query.like().get(0)) {
          case Similar.Indexed indexed -> "similarToId(" + quoted(indexed.id()) + ")";
          case Similar.File file -> "similarTo(Path.of(" + quoted(name(file.path())) + "))";
          case Similar.Encoded ignored -> "similarTo(bytes)";
          case Similar.Pixels ignored -> "similarTo(image)";
          case Similar.Vector ignored -> "similarTo(vector)";
        };
    String metric = query.metric() == null ? "" : ".by(Metric." + query.metric().name() + ")";
    return example + metric + (query.exact() ? ".exactly()" : "");
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
