package org.ocellus.benchmarks.vectors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What was measured, line by line in a CSV file, so that a run that was stopped goes on where it
 * was. The engines take turns at each setting, each round begun by another: on a shared machine a
 * slow minute then hits all of them. Each graph is asked all once before the pass that counts.
 */
final class RecallRounds {
  private static final String HEADER = "round,engine,efSearch,recall,qps,p50(us),p99(us)";

  /**
   * One pass of one engine.
   *
   * @param efSearch 0 for an exact engine
   * @param p50 and p99 in microseconds
   */
  record Measured(
      int round, String engine, int efSearch, double recall, double qps, double p50, double p99) {
    String csv() {
      return String.format(
          Locale.ROOT,
          "%d,%s,%d,%.5f,%.1f,%.1f,%.1f",
          round,
          engine,
          efSearch,
          recall,
          qps,
          p50,
          p99);
    }

    static Measured of(String csv) {
      String[] cells = csv.split(",");
      return new Measured(
          Integer.parseInt(cells[0]),
          cells[1],
          Integer.parseInt(cells[2]),
          Double.parseDouble(cells[3]),
          Double.parseDouble(cells[4]),
          Double.parseDouble(cells[5]),
          Double.parseDouble(cells[6]));
    }

    boolean is(int aRound, String anEngine, int anEfSearch) {
      return round == aRound && engine.equals(anEngine) && efSearch == anEfSearch;
    }
  }

  private final Path file;
  private final List<Measured> measured = new ArrayList<>();

  RecallRounds(Path file) throws IOException {
    this.file = file;
    if (Files.exists(file)) {
      Files.readAllLines(file).stream().skip(1).map(Measured::of).forEach(measured::add);
    } else {
      Files.writeString(file, HEADER + "\n");
    }
  }

  /** All that was measured, now and before. */
  List<Measured> measured() {
    return List.copyOf(measured);
  }

  /** Measures what is not measured yet. */
  void run(RecallExperiment experiment, Dataset dataset, List<Engine> engines) throws IOException {
    for (int round = 1; round <= experiment.rounds(); round++) {
      for (int e = 0; e < experiment.efSearch().size(); e++) {
        for (int i = 0; i < engines.size(); i++) {
          Engine engine = engines.get((i + round) % engines.size());
          if (!engine.isExact() || e == 0) {
            measure(round, engine, experiment.efSearch().get(e), experiment.topK(), dataset);
          }
        }
      }
    }
  }

  private void measure(int round, Engine engine, int efSearch, int topK, Dataset dataset)
      throws IOException {
    int ef = engine.isExact() ? 0 : efSearch;
    if (measured.stream().anyMatch(each -> each.is(round, engine.name(), ef))) {
      return;
    }
    if (!engine.isExact()) {
      engine.pass(dataset.queries(), topK, efSearch);
    }
    Engine.Pass pass = engine.pass(dataset.queries(), topK, efSearch);
    Measured now =
        new Measured(
            round,
            engine.name(),
            ef,
            dataset.recall(pass.found()),
            pass.queriesPerSecond(),
            pass.micros(0.5),
            pass.micros(0.99));
    measured.add(now);
    Files.writeString(file, now.csv() + "\n", StandardOpenOption.APPEND);
  }
}
