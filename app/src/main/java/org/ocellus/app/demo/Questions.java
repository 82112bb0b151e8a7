package org.ocellus.app.demo;

import java.io.IOException;
import java.util.List;
import org.ocellus.VisualIndex;
import org.ocellus.app.answer.Question;

/** What to ask of an index. */
public interface Questions {
  /** The questions, at least one of each kind that the index can answer. */
  List<Question> of(VisualIndex index) throws IOException;
}
