package org.ocellus.trainer.training;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.ocellus.trainer.storage.AtomicFile;

/**
 * The epochs measured so far, told in a CSV file that is written anew after each. The columns are
 * epoch, images, seconds, loss, then each measure, those on held-out pictures with "validation "
 * before their name.
 */
final class MetricsLog {
  private static final List<String> COLUMNS = List.of("epoch", "images", "seconds", "loss");
  private static final String VALIDATION = "validation ";

  private final Path file;
  private final List<EpochMetrics> epochs = new ArrayList<>();

  MetricsLog(Path file) {
    this.file = file;
  }

  List<EpochMetrics> epochs() {
    return List.copyOf(epochs);
  }

  void add(EpochMetrics metrics) {
    epochs.add(metrics);
    write();
  }

  /** Begins with what an earlier run measured, which the checkpoint keeps. */
  void restore(List<EpochMetrics> measured) {
    epochs.clear();
    epochs.addAll(measured);
    write();
  }

  private void write() {
    EpochMetrics metrics = epochs.getLast();
    StringBuilder csv = new StringBuilder(String.join(",", COLUMNS));
    metrics.training().keySet().forEach(name -> csv.append(',').append(name));
    metrics.validation().keySet().forEach(name -> csv.append(',').append(VALIDATION).append(name));
    csv.append('\n');
    for (EpochMetrics e : epochs) {
      csv.append(
          String.format(
              Locale.ROOT, "%d,%d,%.1f,%s", e.epoch(), e.images(), e.seconds(), e.loss()));
      e.training().values().forEach(value -> csv.append(cell(value)));
      e.validation().values().forEach(value -> csv.append(cell(value)));
      csv.append('\n');
    }
    AtomicFile.write(file, csv.toString().getBytes(UTF_8));
  }

  private static String cell(double value) {
    return "," + value;
  }
}
