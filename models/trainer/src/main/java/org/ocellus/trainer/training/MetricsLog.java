package org.ocellus.trainer.training;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.ocellus.trainer.storage.AtomicFile;

/**
 * The epochs measured so far, kept in a CSV file that is written anew after each. The columns are
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
    return "," + value; // in full, for a resumed training exports by it
  }

  /** Takes over the epochs up to {@code last} from the file of an earlier run. */
  void restore(int last) {
    if (!Files.exists(file)) {
      return;
    }
    try {
      List<String> lines = Files.readAllLines(file, UTF_8);
      List<String> names = List.of(lines.getFirst().split(",", -1));
      for (String line : lines.subList(1, lines.size())) {
        EpochMetrics epoch = parse(names, List.of(line.split(",", -1)));
        if (epoch.epoch() <= last) {
          epochs.add(epoch);
        }
      }
    } catch (IOException | RuntimeException e) {
      throw new TrainingException("cannot read " + file + "; delete it, training goes on", e);
    }
  }

  private static EpochMetrics parse(List<String> names, List<String> cells) {
    Map<String, Double> training = new LinkedHashMap<>();
    Map<String, Double> validation = new LinkedHashMap<>();
    for (int c = COLUMNS.size(); c < names.size(); c++) {
      String name = names.get(c);
      double value = Double.parseDouble(cells.get(c));
      if (name.startsWith(VALIDATION)) {
        validation.put(name.substring(VALIDATION.length()), value);
      } else {
        training.put(name, value);
      }
    }
    return new EpochMetrics(
        Integer.parseInt(cells.get(0)),
        Double.parseDouble(cells.get(3)),
        training,
        validation,
        Long.parseLong(cells.get(1)),
        Double.parseDouble(cells.get(2)));
  }
}
