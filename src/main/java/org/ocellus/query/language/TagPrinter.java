package org.ocellus.query.language;

import java.util.Set;
import java.util.stream.Collectors;
import org.ocellus.query.TagExpression;
import org.ocellus.query.TagExpression.Tag;

/** Writes tag expressions. */
final class TagPrinter {
  private static final Set<String> RESERVED = Set.of("AND", "OR", "NOT", "exact");

  private TagPrinter() {}

  static String print(TagExpression tags) {
    return switch (tags) {
      case Tag tag -> tag(tag);
      case TagExpression.And and ->
          and.parts().stream().map(TagPrinter::operand).collect(Collectors.joining(" "));
      case TagExpression.Or or ->
          or.parts().stream().map(TagPrinter::operand).collect(Collectors.joining(" OR "));
      case TagExpression.Not not -> "-" + operand(not.part());
    };
  }

  private static String operand(TagExpression tags) {
    return tags instanceof TagExpression.And || tags instanceof TagExpression.Or
        ? "(" + print(tags) + ")"
        : print(tags);
  }

  private static String tag(Tag tag) {
    String source =
        switch (tag.by()) {
          case null -> "";
          case PERSON -> "person:";
          case FILE -> "file:";
          case MODEL -> "predicted:";
        };
    // After person: a word alone may be "tag", which begins a longer form.
    boolean plain =
        Quoting.isPlain(tag.text())
            && !(tag.by() == null ? RESERVED.contains(tag.text()) : tag.text().equals("tag"));
    String quoted = Quoting.quoted(tag.text());
    String text =
        switch (tag.match()) {
          case EXACT -> plain ? tag.text() : "tag:" + quoted;
          case PHRASE -> quoted;
          case PREFIX -> (plain ? tag.text() : quoted) + "*";
          case FUZZY -> (plain ? tag.text() : quoted) + "~";
        };
    return source
        + text
        + (tag.minProbability() > 0 ? ">=" + Quoting.number(tag.minProbability()) : "");
  }
}
