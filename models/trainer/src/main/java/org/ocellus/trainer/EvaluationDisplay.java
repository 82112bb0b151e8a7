package org.ocellus.trainer;

import java.io.IOException;
import java.io.PrintWriter;
import org.ocellus.trainer.evaluation.EvaluationListener;

/** Names the pictures that are skipped and, on a terminal, draws a bar. */
final class EvaluationDisplay implements EvaluationListener, AutoCloseable {
  private final PrintWriter err;
  private final TerminalBar bar = new TerminalBar();

  EvaluationDisplay(PrintWriter err) {
    this.err = err;
  }

  @Override
  public synchronized void progress(int done, int total) {
    bar.step("pictures", done, total, "");
    if (done == total) {
      close();
    }
  }

  @Override
  public synchronized void skipped(String picture, IOException why) {
    err.println("skipped " + TrainerCommand.message(picture, why));
    err.flush();
  }

  /** Ends the bar, if one is drawn. */
  @Override
  public synchronized void close() {
    bar.close();
  }
}
