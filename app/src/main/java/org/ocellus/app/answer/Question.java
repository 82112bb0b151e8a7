package org.ocellus.app.answer;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.ocellus.query.VisualQuery;

/**
 * A question as people are shown it.
 *
 * @param title what is asked, in words
 * @param note what to look out for in the answer; may be empty
 * @param pictures files of the pictures asked with; empty where it is asked in words
 */
public record Question(String title, String note, VisualQuery query, List<Path> pictures) {
  public Question {
    pictures = List.copyOf(pictures);
  }

  /** {@code keyword}, {@code text}, {@code similar}, {@code fused} or {@code browse}. */
  public String kind() {
    return query.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }
}
