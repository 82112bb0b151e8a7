package org.ocellus.benchmarks.vectors;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Objects;
import org.ocellus.index.VectorFormat;

/** A C++ library, in a program of its own that measures itself; see {@code peers.cpp}. */
final class NativeEngine implements Engine {
  private static final int THREADS = 2;

  private final String name;
  private final Process process;
  private final BufferedReader answers;
  private final PrintWriter questions;
  private final Cost cost;

  /**
   * Starts the program, which builds its index or reads it.
   *
   * @throws IOException if it cannot be compiled here, such as where a package is missing
   */
  NativeEngine(String name, Dataset dataset, Path work) throws IOException {
    this.name = name;
    Path program = compiled(work);
    Path base = work.resolve("base.f32");
    Path queries = work.resolve("queries.f32");
    Dataset.writeRaw(dataset.base(), base);
    Dataset.writeRaw(dataset.queries(), queries);
    process =
        new ProcessBuilder(
                program.toString(),
                name,
                dataset.metric().id(),
                base.toString(),
                queries.toString(),
                Integer.toString(dataset.dimension()),
                Integer.toString(VectorFormat.MAX_CONN),
                Integer.toString(VectorFormat.EF_CONSTRUCTION),
                Integer.toString(THREADS),
                work.resolve(name + ".graph").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    answers = process.inputReader(StandardCharsets.US_ASCII);
    questions = new PrintWriter(process.outputWriter(StandardCharsets.US_ASCII), true);
    String[] ready = line().split(" ");
    cost = new Cost(Double.parseDouble(ready[1]), Double.parseDouble(ready[2]));
  }

  /** Of building; nothing where the index was read. */
  Cost cost() {
    return cost;
  }

  private static Path compiled(Path work) throws IOException {
    Path program = work.resolve("peers");
    if (!Files.exists(program)) {
      Path source = resource("peers.cpp", work);
      Path script = resource("build-peers.sh", work);
      Process build =
          new ProcessBuilder("sh", script.toString(), source.toString(), program.toString())
              .redirectErrorStream(true)
              .start();
      String said = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      try {
        if (build.waitFor() != 0) {
          throw new IOException(said.strip());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while compiling", e);
      }
    }
    return program;
  }

  private static Path resource(String name, Path folder) throws IOException {
    Path file = folder.resolve(name);
    try (InputStream in = NativeEngine.class.getResourceAsStream("/" + name)) {
      Files.copy(Objects.requireNonNull(in, name), file, StandardCopyOption.REPLACE_EXISTING);
    }
    return file;
  }

  private String line() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IOException(name + " ended");
    }
    return line;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean isExact() {
    return name.endsWith("flat");
  }

  @Override
  public Pass pass(float[][] queries, int topK, int efSearch) throws IOException {
    questions.println(topK + " " + efSearch);
    long[] nanos = Arrays.stream(line().split(" ")).mapToLong(Long::parseLong).toArray();
    int[] ids = Arrays.stream(line().split(" ")).mapToInt(Integer::parseInt).toArray();
    int[][] found = new int[nanos.length][];
    for (int q = 0; q < found.length; q++) {
      found[q] = Arrays.copyOfRange(ids, q * topK, (q + 1) * topK);
    }
    return new Pass(found, nanos);
  }

  @Override
  public void close() throws IOException {
    questions.close();
    process.destroy();
  }
}
