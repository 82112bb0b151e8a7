package org.ocellus.app;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import org.ocellus.ingest.Progress;

/**
 * Shows how far a run has come: count, rate, time left, failures. On a terminal as a bar, else, in
 * a log, as a line every ten seconds.
 */
final class ProgressDisplay implements Consumer<Progress>, AutoCloseable {
  /** The width of the terminal that standard error is; the launcher sets it where it is one. */
  private static final @Nullable Integer COLUMNS = Integer.getInteger("ocellus.columns");

  private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

  private final PrintWriter err;
  private final String task;
  private @Nullable ProgressBar bar;
  private Duration lastLine = Duration.ZERO;

  ProgressDisplay(PrintWriter err, String task) {
    this.err = err;
    this.task = task;
  }

  @Override
  public void accept(Progress progress) {
    if (COLUMNS != null) {
      draw(progress, COLUMNS);
    } else if (progress.elapsed().minus(lastLine).compareTo(BETWEEN_LINES) >= 0) {
      lastLine = progress.elapsed();
      err.println(line(progress));
    }
  }

  private void draw(Progress progress, int columns) {
    if (bar == null) {
      bar =
          new ProgressBarBuilder()
              .setTaskName(task)
              .setInitialMax(progress.total())
              .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BLOCK)
              .setUpdateIntervalMillis(200)
              .showSpeed()
              .setConsumer(new ConsoleProgressBarConsumer(System.err, columns))
              .build();
    }
    bar.stepTo(progress.done());
    bar.setExtraMessage(progress.failures() == 0 ? "" : progress.failures() + " failed");
  }

  private String line(Progress progress) {
    return String.format(
        Locale.ROOT,
        "%s %,d of %,d, %.1f/s, %s left, %,d failed",
        task,
        progress.done(),
        progress.total(),
        progress.rate(),
        progress.remaining().map(ProgressDisplay::readable).orElse("?"),
        progress.failures());
  }

  private static String readable(Duration time) {
    return time.toHours() > 0
        ? time.toHours() + " h " + time.toMinutesPart() + " min"
        : time.toMinutesPart() + " min " + time.toSecondsPart() + " s";
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
