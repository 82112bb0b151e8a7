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
import java.util.stream.Collectors;

/** The epochs measured so far, kept in a CSV file that is rewritten after each. */
final class MetricsLog {
  private static final List<String> COLUMNS =
      List.of("epoch", "loss", "accuracy", "images", "seconds", "validation");

  private final Path file;
  private final List<String> sources;
  private final List<EpochMetrics> epochs = new ArrayList<>();

  MetricsLog(Path file, List<String> sources) {
    this.file = file;
    this.sources = List.copyOf(sources);
  }

  List<EpochMetrics> epochs() {
    return List.copyOf(epochs);
  }

  void add(EpochMetrics metrics) {
    epochs.add(metrics);
    StringBuilder csv = new StringBuilder(String.join(",", COLUMNS));
    sources.forEach(source -> csv.append(",validation ").append(source));
    csv.append('\n');
    for (EpochMetrics e : epochs) {
      csv.append(
          String.format(
              Locale.ROOT,
              "%d,%.5f,%.5f,%d,%.1f,%.5f",
              e.epoch(),
              e.loss(),
              e.accuracy(),
              e.images(),
              e.seconds(),
              e.validation()));
      csv.append(
          sources.stream()
              .map(s -> String.format(Locale.ROOT, ",%.5f", e.validationBySource().get(s)))
              .collect(Collectors.joining()));
      csv.append('\n');
    }
    try {
      Files.writeString(file, csv);
    } catch (IOException e) {
      throw new TrainingException("cannot write " + file + "; free space there", e);
    }
  }

  /** Takes over the epochs up to {@code last} from the file of an earlier run. */
  void restore(int last) {
    if (!Files.exists(file)) {
      return;
    }
    try {
      for (String line : Files.readAllLines(file, UTF_8)) {
        List<String> cells = List.of(line.split(",", -1));
        if (cells.getFirst().equals("epoch")
            || cells.size() != COLUMNS.size() + sources.size()
            || Integer.parseInt(cells.getFirst()) > last) {
          continue;
        }
        Map<String, Double> bySource = new LinkedHashMap<>();
        for (int s = 0; s < sources.size(); s++) {
          bySource.put(sources.get(s), Double.valueOf(cells.get(COLUMNS.size() + s)));
        }
        epochs.add(
            new EpochMetrics(
                Integer.parseInt(cells.get(0)),
                Double.parseDouble(cells.get(1)),
                Double.parseDouble(cells.get(2)),
                Double.parseDouble(cells.get(5)),
                bySource,
                Long.parseLong(cells.get(3)),
                Double.parseDouble(cells.get(4))));
      }
    } catch (IOException | NumberFormatException e) {
      throw new TrainingException("cannot read " + file + "; delete it, training goes on", e);
    }
  }
}
