package org.ocellus.benchmarks.vectors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.lucene.util.IOUtils;
import org.ocellus.index.Quantization;
import org.ocellus.index.VectorStorage;

/**
 * The engines of an experiment, all open at once, so that they can take turns. What they build is
 * kept in the folder of work and read next time.
 *
 * <table>
 *   <caption>Their names</caption>
 *   <tr><td>{@code ocellus}, {@code ocellus-8}…</td><td>this library, quantised to so many bits
 *   <tr><td>{@code exact}</td><td>the same, comparing all vectors
 *   <tr><td>{@code graph}</td><td>the graph of {@code ocellus}, asked without the library
 *   <tr><td>{@code lucene}</td><td>plain Lucene with all its defaults
 *   <tr><td>{@code jvector}</td><td>JVector
 *   <tr><td>{@code hnswlib}, {@code faiss}, {@code faiss-flat}</td><td>C++ libraries
 * </table>
 */
final class Engines implements AutoCloseable {
  private static final String OCELLUS = "ocellus";

  private final Dataset dataset;
  private final Path work;
  private final List<Engine> open = new ArrayList<>();
  private final Map<String, Cost> costs = new LinkedHashMap<>();
  private final Map<String, String> absent = new LinkedHashMap<>();

  /** Opens those named. */
  Engines(List<String> names, Dataset dataset, Path work) throws IOException {
    this.dataset = dataset;
    this.work = work;
    try {
      for (String name : names) {
        add(name);
      }
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Those that could be opened. */
  List<Engine> open() {
    return open;
  }

  /** What building each took, now or when it was built. */
  Map<String, Cost> costs() {
    return costs;
  }

  /** Why the others could not be opened. */
  Map<String, String> absent() {
    return absent;
  }

  /** Of what libraries. */
  String versions() throws IOException {
    return Versions.of(work);
  }

  private void add(String name) throws IOException {
    switch (name) {
      case "hnswlib", "faiss", "faiss-flat" -> addNative(name);
      case "jvector" -> {
        JVectorEngine[] built = new JVectorEngine[1];
        costs.put(name, Cost.of(() -> built[0] = new JVectorEngine(dataset)));
        open.add(built[0]);
      }
      case "lucene" ->
          open.add(LuceneEngine.open(built(name, folder -> LuceneEngine.build(dataset, folder))));
      case "graph" -> open.add(GraphEngine.open(dataset.metric(), ocellus(OCELLUS)));
      case "exact" -> open.add(OcellusEngine.open(name, true, ocellus(OCELLUS)));
      default -> {
        if (!name.startsWith(OCELLUS)) {
          throw new IllegalArgumentException("there is no engine called " + name);
        }
        open.add(OcellusEngine.open(name, false, ocellus(name)));
      }
    }
  }

  private void addNative(String name) throws IOException {
    Path file = work.resolve(name + ".cost");
    if (!Files.exists(file)) {
      // What a run that was stopped left.
      Files.deleteIfExists(work.resolve(name + ".graph"));
    }
    NativeEngine engine;
    try {
      engine = new NativeEngine(name, dataset, work);
    } catch (IOException e) {
      absent.put(name, String.valueOf(e.getMessage()));
      return;
    }
    open.add(engine);
    if (engine.cost().elapsed() > 0) {
      engine.cost().write(file);
    }
    costs.put(name, Cost.read(file));
  }

  private Path ocellus(String name) throws IOException {
    String bits = name.equals(OCELLUS) ? "none" : name.substring(OCELLUS.length() + 1);
    VectorStorage storage = VectorStorage.of(dataset.metric()).quantized(Quantization.of(bits));
    return built(name, folder -> OcellusEngine.build(dataset, storage, folder));
  }

  private interface Building {
    void in(Path folder) throws IOException;
  }

  /** The folder where this is built, completely. */
  private Path built(String name, Building building) throws IOException {
    Path folder = work.resolve(name);
    Path cost = work.resolve(name + ".cost");
    if (!Files.exists(cost)) {
      // What a run that was stopped left.
      IOUtils.rm(folder);
      Cost.of(() -> building.in(folder)).write(cost);
    }
    costs.put(name, Cost.read(cost));
    return folder;
  }

  /** Bytes of the folder that an engine's index lies in; 0 if it lies in none. */
  long bytes(String name) throws IOException {
    Path folder = work.resolve(name.equals("graph") || name.equals("exact") ? OCELLUS : name);
    if (!Files.isDirectory(folder)) {
      Path graph = work.resolve(name + ".graph");
      return Files.exists(graph) ? Files.size(graph) : 0;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  @Override
  public void close() throws IOException {
    for (Engine engine : open) {
      engine.close();
    }
  }
}
