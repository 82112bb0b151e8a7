package org.ocellus.trainer;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A bar on the terminal, drawn anew after each end; nothing where there is no terminal. */
final class TerminalBar implements AutoCloseable {
  /** The width of the terminal; the launcher sets it where there is one. */
  private static final @Nullable Integer COLUMNS = Integer.getInteger("ocellus.columns");

  private @Nullable ProgressBar bar;

  static boolean isTerminal() {
    return COLUMNS != null;
  }

  /**
   * Moves the bar.
   *
   * @param title stands before it
   * @param state stands behind it; if empty, an estimate of the time left does
   */
  void step(String title, int done, int total, String state) {
    if (COLUMNS == null) {
      return;
    }
    if (bar == null) {
      ProgressBarBuilder builder =
          new ProgressBarBuilder()
              .setTaskName(title)
              .setInitialMax(total)
              .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BLOCK)
              .setUpdateIntervalMillis(500)
              .setConsumer(new ConsoleProgressBarConsumer(System.err, COLUMNS));
      bar = (state.isEmpty() ? builder : builder.hideEta()).build();
    }
    bar.stepTo(done);
    bar.setExtraMessage(" " + state);
  }

  /** Ends the bar, if one is drawn. */
  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
