package org.ocellus.trainer;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.ocellus.trainer.data.PreparationListener;
import org.ocellus.trainer.training.EpochMetrics;
import org.ocellus.trainer.training.TrainingListener;
import org.ocellus.trainer.training.TrainingListener.Moment;

/**
 * Shows how a training goes: on a terminal as a bar for each epoch, else, in a log, as a line every
 * ten seconds; and a line for each finished epoch.
 */
final class TrainingDisplay implements AutoCloseable {
  private static final long BETWEEN_LINES = TimeUnit.SECONDS.toNanos(10);

  private final PrintWriter print;
  private final TerminalBar bar = new TerminalBar();
  private long lastLine = System.nanoTime();

  TrainingDisplay(PrintWriter print) {
    this.print = print;
  }

  private void progress(Moment m) {
    String state =
        "loss %.3f%s  %.0f images/s  %s left"
            .formatted(m.loss(), measures(m.seen()), m.imagesPerSecond(), time(m.secondsLeft()));
    String title = "epoch " + m.epoch() + "/" + m.epochs();
    if (TerminalBar.isTerminal()) {
      bar.step(title, m.step(), m.steps(), state);
    } else if (System.nanoTime() - lastLine >= BETWEEN_LINES) {
      lastLine = System.nanoTime();
      say("%s  %3d %%  %s", title, 100 * m.step() / m.steps(), state);
    }
  }

  private void epoch(EpochMetrics m, int epochs) {
    close();
    say(
        "epoch %d/%d  loss %.3f%s  held out:%s  %.0f images/s",
        m.epoch(),
        epochs,
        m.loss(),
        measures(m.training()),
        measures(m.validation()),
        m.imagesPerSecond());
  }

  /**
   * Tells how a training goes, and exports after each epoch.
   *
   * @param epochs how many there will be
   * @param export writes the model as it is then
   */
  TrainingListener training(int epochs, Runnable export) {
    return new TrainingListener() {
      @Override
      public void progress(Moment moment) {
        TrainingDisplay.this.progress(moment);
      }

      @Override
      public void epoch(EpochMetrics metrics) {
        TrainingDisplay.this.epoch(metrics, epochs);
        export.run();
      }

      @Override
      public void resumed(EpochMetrics last) {
        say("resumed after epoch %d", last.epoch());
        export.run();
      }
    };
  }

  /** Tells how a preparation goes. */
  PreparationListener preparing(String what) {
    return new PreparationListener() {
      @Override
      public void prepared(int done, int total, int bad) {
        say("%s %,d of %,d, %,d bad", what, done, total, bad);
      }

      @Override
      public void skipped(String picture, IOException why) {
        say("left out: %s", TrainerCommand.message(picture, why));
      }
    };
  }

  /** A line. */
  void say(String format, Object... values) {
    print.printf(Locale.ROOT, format + "%n", values);
    print.flush();
  }

  private static String measures(Map<String, Double> measures) {
    return measures.entrySet().stream()
        .map(e -> String.format(Locale.ROOT, "  %s %.4f", e.getKey(), e.getValue()))
        .collect(Collectors.joining());
  }

  private static String time(double seconds) {
    long minutes = Math.round(seconds / 60);
    return minutes < 60 ? minutes + " min" : minutes / 60 + " h " + minutes % 60 + " min";
  }

  /** Ends the bar, if one is drawn. */
  @Override
  public void close() {
    bar.close();
  }
}
