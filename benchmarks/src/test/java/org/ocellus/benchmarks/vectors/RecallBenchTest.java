package org.ocellus.benchmarks.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.apache.lucene.util.Version;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.index.NpyWriter;
import picocli.CommandLine;

/** A whole experiment on a small set; C++ peers take part where they are installed. */
class RecallBenchTest {
  private static final int DIMENSION = 32;

  @TempDir static Path data;
  @TempDir Path folder;

  /** Points around a hundred others. */
  @BeforeAll
  static void vectors() throws IOException {
    Random random = new Random(7);
    float[][] centres = new float[100][];
    for (int c = 0; c < centres.length; c++) {
      centres[c] = around(new float[DIMENSION], random);
    }
    write("base.npy", 5000, centres, random);
    write("queries.npy", 200, centres, random);
  }

  @Test
  void theRecallsThatTheRepositoryExpectsAreReached() throws IOException {
    Path experiment = Path.of("recall/small.yaml");
    StringWriter out = new StringWriter();

    assertThat(run(experiment, out)).as(out.toString()).isZero();

    assertThat(out.toString()).contains("Lucene " + Version.LATEST + ", JVector 4.");
    assertThat(out.toString()).contains("| ocellus | 10 |", "| jvector | 60 |", "| exact |  | 1.0");
    assertThat(Files.readString(folder.resolve("results/small.md"))).isEqualTo(out.toString());
    assertThat(ImageIO.read(folder.resolve("results/small.png").toFile()).getWidth()).isPositive();

    Path rounds = folder.resolve("work/small/rounds.csv");
    String measured = Files.readString(rounds);
    assertThat(run(experiment, new StringWriter())).isZero();
    assertThat(Files.readString(rounds))
        .as("what is measured is not measured again")
        .isEqualTo(measured);
  }

  @Test
  void anotherRecallThanExpectedIsSaidAndFails() throws IOException {
    Path experiment = folder.resolve("wrong.yaml");
    Files.writeString(
        experiment,
        """
        {name: wrong, base: base.npy, queries: queries.npy, limit: 500, asked: 20,
         metric: euclidean, topK: 10, efSearch: [20], rounds: 1, engines: [exact],
         tolerance: 0.01, expected: {exact: {0: 0.5}}}
        """);
    StringWriter out = new StringWriter();

    assertThat(run(experiment, out)).isOne();
    assertThat(out.toString())
        .contains("exact at efSearch 0: recall 1.0000, expected 0.5000 ± 0.0100");
  }

  @Test
  void vectorsThatAreAskedWithAreNotIndexedWhereAFileIsBoth() throws IOException {
    Path experiment = folder.resolve("held-out.yaml");
    Files.writeString(
        experiment,
        """
        {name: held-out, base: queries.npy, asked: 50, metric: euclidean, topK: 10,
         efSearch: [20], rounds: 1, engines: [exact]}
        """);
    StringWriter out = new StringWriter();

    assertThat(run(experiment, out)).isZero();
    assertThat(out.toString()).contains("150 vectors of 32 numbers, euclidean; 50 questions");
  }

  @Test
  void anExperimentIsRunWithFewerVectorsUnderANameOfItsOwn() throws IOException {
    Path experiment = folder.resolve("growth.yaml");
    Files.writeString(
        experiment,
        """
        {name: growth, base: base.npy, queries: queries.npy, asked: 20, metric: euclidean,
         topK: 10, efSearch: [20], rounds: 1, engines: [exact]}
        """);
    StringWriter out = new StringWriter();

    assertThat(run(experiment, out, "--limit", "700")).isZero();
    assertThat(out.toString()).contains("# growth-700", "700 vectors of 32 numbers");
    assertThat(folder.resolve("results/growth-700.md")).exists();
  }

  private int run(Path experiment, StringWriter out, String... more) {
    List<String> arguments = new ArrayList<>(List.of(experiment.toString()));
    arguments.addAll(List.of("--data", data.toString()));
    arguments.addAll(List.of("--work", folder.resolve("work").toString()));
    arguments.addAll(List.of("--results", folder.resolve("results").toString()));
    arguments.addAll(List.of(more));
    return new CommandLine(new RecallBench())
        .setOut(new PrintWriter(out))
        .execute(arguments.toArray(String[]::new));
  }

  private static void write(String name, int count, float[][] centres, Random random)
      throws IOException {
    try (NpyWriter out = new NpyWriter(data.resolve(name), DIMENSION)) {
      for (int i = 0; i < count; i++) {
        out.add(around(centres[random.nextInt(centres.length)], random));
      }
    }
  }

  private static float[] around(float[] centre, Random random) {
    float[] point = new float[DIMENSION];
    for (int d = 0; d < DIMENSION; d++) {
      point[d] = centre[d] + (float) random.nextGaussian();
    }
    return point;
  }
}
