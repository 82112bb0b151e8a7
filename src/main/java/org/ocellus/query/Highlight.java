package org.ocellus.query;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A sentence of a caption, as written, with the words in it that a text question matched.
 *
 * @param matches in the order of the text; they do not overlap
 */
public record Highlight(String text, List<Range> matches) {

  /** Characters [start, end) of the text, counted as {@code String.substring} does. */
  public record Range(int start, int end) {}

  public Highlight {
    matches = List.copyOf(matches);
  }

  /**
   * The text with its matches between two marks.
   *
   * @param escape what is done to the text before, {@code UnaryOperator.identity()} for nothing;
   *     escape HTML where it lands in HTML, for a caption may hold anything
   */
  public String marked(String before, String after, UnaryOperator<String> escape) {
    StringBuilder marked = new StringBuilder();
    int end = 0;
    for (Range match : matches) {
      marked.append(escape.apply(text.substring(end, match.start())));
      marked.append(before);
      marked.append(escape.apply(text.substring(match.start(), match.end())));
      marked.append(after);
      end = match.end();
    }
    return marked.append(escape.apply(text.substring(end))).toString();
  }
}
