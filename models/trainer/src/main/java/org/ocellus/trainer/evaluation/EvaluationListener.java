package org.ocellus.trainer.evaluation;

import java.io.IOException;

/** Hears how an evaluation goes, on any thread, several at once. */
public interface EvaluationListener {
  /** So many pictures of so many were looked at. */
  void progress(int done, int total);

  /** A picture was left out, because it cannot be read. */
  void skipped(String picture, IOException why);
}
