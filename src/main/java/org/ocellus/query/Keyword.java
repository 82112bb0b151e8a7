package org.ocellus.query;

import java.util.List;
import org.ocellus.index.Folding;

/**
 * Pictures that carry all of these tags: a person's, the file's own, or predicted. Case and
 * diacritics do not count. As a filter it passes the same pictures.
 *
 * @param tags at least one, none blank
 */
public record Keyword(List<String> tags, Options options) implements VisualQuery, Filter {
  public Keyword {
    if (tags.isEmpty()) {
      throw new IllegalArgumentException("a keyword query needs a keyword");
    }
    tags = List.copyOf(tags);
    for (String tag : tags) {
      if (Folding.fold(tag).isEmpty()) {
        throw new IllegalArgumentException("a keyword must not be blank, got \"" + tag + "\"");
      }
    }
  }

  @Override
  public Keyword with(Options changed) {
    return new Keyword(tags, changed);
  }
}
