package org.ocellus.query;

import java.util.Arrays;
import java.util.List;

/**
 * Pictures that carry these tags: a person's, the file's own, or predicted. As a filter it passes
 * the same pictures.
 */
public record Keyword(TagExpression tags, Options options) implements VisualQuery, Filter {

  /** All of these tags, at least one. */
  static Keyword all(String... tags) {
    if (tags.length == 0) {
      throw new IllegalArgumentException("a keyword query needs a keyword");
    }
    List<TagExpression> all = Arrays.stream(tags).<TagExpression>map(TagExpression::tag).toList();
    return new Keyword(all.size() == 1 ? all.get(0) : new TagExpression.And(all), Options.DEFAULT);
  }

  @Override
  public Keyword with(Options changed) {
    return new Keyword(tags, changed);
  }
}
