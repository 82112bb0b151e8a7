package org.ocellus.trainer;

import java.io.IOException;
import java.io.PrintWriter;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import org.ocellus.trainer.evaluation.EvaluationListener;

/** Names the pictures that are skipped and, on a terminal, draws a bar. */
final class EvaluationDisplay implements EvaluationListener, AutoCloseable {
  /** The width of the terminal; the launcher sets it where there is one. */
  private static final @Nullable Integer COLUMNS = Integer.getInteger("ocellus.columns");

  private final PrintWriter err;
  private @Nullable ProgressBar bar;

  EvaluationDisplay(PrintWriter err) {
    this.err = err;
  }

  @Override
  public synchronized void progress(int done, int total) {
    if (COLUMNS == null) {
      return;
    }
    if (bar == null) {
      bar =
          new ProgressBarBuilder()
              .setTaskName("pictures")
              .setInitialMax(total)
              .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BLOCK)
              .setConsumer(new ConsoleProgressBarConsumer(System.err, COLUMNS))
              .build();
    }
    bar.stepTo(done);
    if (done == total) {
      close();
    }
  }

  @Override
  public synchronized void skipped(String picture, IOException why) {
    String reason = TrainerCommand.message(why);
    err.println("skipped " + (reason.contains(picture) ? "" : picture + ": ") + reason);
    err.flush();
  }

  /** Ends the bar, if one is drawn. */
  @Override
  public synchronized void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
