package org.ocellus.trainer.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.ocellus.trainer.storage.AtomicFile;

/**
 * The epochs measured so far, told in a CSV file that is written anew after each. The columns are
 * epoch, images, seconds, loss, then each measure, those on held-out pictures with "validation "
 * before their name.
 */
final class MetricsLog {
  private static final CsvMapper CSV =
      CsvMapper.builder().enable(CsvGenerator.Feature.STRICT_CHECK_FOR_QUOTING).build();
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
    EpochMetrics last = epochs.getLast();
    List<String> header = new ArrayList<>(COLUMNS);
    header.addAll(last.training().keySet());
    last.validation().keySet().forEach(name -> header.add(VALIDATION + name));
    List<List<String>> rows = new ArrayList<>(List.of(header));
    for (EpochMetrics e : epochs) {
      String seconds = String.format(Locale.ROOT, "%.1f", e.seconds());
      List<String> row = new ArrayList<>();
      Collections.addAll(row, "" + e.epoch(), "" + e.images(), seconds, "" + e.loss());
      e.training().values().forEach(value -> row.add(value.toString()));
      e.validation().values().forEach(value -> row.add(value.toString()));
      rows.add(row);
    }
    try {
      AtomicFile.write(file, CSV.writeValueAsBytes(rows));
    } catch (JsonProcessingException e) {
      throw new AssertionError("rows of text are CSV", e);
    }
  }
}
