package org.ocellus.benchmarks.vectors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfo;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.IOUtils;
import org.ocellus.VisualIndex;
import org.ocellus.index.Picture;
import org.ocellus.index.Quantization;
import org.ocellus.index.VectorStorage;
import org.ocellus.query.VisualQuery;

/** An index of vectors in a folder that is removed with it, and what is measured of it. */
final class VectorBench implements AutoCloseable {
  /** Lucene's file name extensions: of graphs, of full vectors, of quantised ones. */
  static final String GRAPH = "vex";

  static final String VECTORS = "vec";
  static final String QUANTIZED = "veq";

  private final Path folder;
  private final VectorStorage storage;
  private VisualIndex index;

  VectorBench(VectorStorage storage) throws IOException {
    this.storage = storage;
    folder = Files.createTempDirectory("ocellus-bench");
    index = VisualIndex.open(folder.resolve("index"), null, storage);
  }

  /** Puts vectors, each under its number as id; returns the seconds until they are committed. */
  double add(float[][] vectors, IntFunction<String[]> keywords) throws IOException {
    long start = System.nanoTime();
    for (int i = 0; i < vectors.length; i++) {
      index.add(Picture.ofVector(Integer.toString(i), vectors[i]).keywords(keywords.apply(i)));
    }
    index.commit();
    return (System.nanoTime() - start) / 1e9;
  }

  /** Merges all into one segment; returns the seconds. */
  double optimize() throws IOException {
    long start = System.nanoTime();
    index.optimize();
    double seconds = (System.nanoTime() - start) / 1e9;
    // Answers keep the files of the view they were given in, so that their next pages fit.
    index.close();
    index = VisualIndex.open(folder.resolve("index"), null, storage);
    return seconds;
  }

  int segments() throws IOException {
    return index.statistics().segments();
  }

  double megabytes() throws IOException {
    return index.statistics().bytes() / 1e6;
  }

  /** What a search should find in memory, in megabytes: graph and vectors as it looks at them. */
  double hotMegabytes(VectorStorage storage) throws IOException {
    Path index = folder.resolve("index");
    return megabytes(index, GRAPH)
        + megabytes(index, storage.quantization() == Quantization.NONE ? VECTORS : QUANTIZED);
  }

  /** What files of this extension take in an index that was never built anew, in megabytes. */
  static double megabytes(Path index, String extension) throws IOException {
    Set<String> extensions = Set.of(extension);
    long bytes = 0;
    try (FSDirectory directory = FSDirectory.open(index.resolve("gen-000001"))) {
      for (SegmentCommitInfo segment : SegmentInfos.readLatestCommit(directory)) {
        SegmentInfo info = segment.info;
        if (info.getUseCompoundFile()) {
          try (Directory parts =
              info.getCodec().compoundFormat().getCompoundReader(directory, info)) {
            bytes += size(parts, List.of(parts.listAll()), extensions);
          }
        } else {
          bytes += size(directory, segment.files(), extensions);
        }
      }
    }
    return bytes / 1e6;
  }

  private static long size(Directory directory, Collection<String> files, Set<String> extensions)
      throws IOException {
    long bytes = 0;
    for (String file : files) {
      if (extensions.contains(file.substring(file.lastIndexOf('.') + 1))) {
        bytes += directory.fileLength(file);
      }
    }
    return bytes;
  }

  /**
   * How well and how fast questions are answered, one after another.
   *
   * @param recall share of the true nearest that was found
   * @param median of the time of an answer, in milliseconds
   * @param p95 time that 95 of 100 answers need at most, in milliseconds
   */
  record Answers(double recall, double median, double p95) {}

  /** Asks each question twice and times the second. */
  Answers ask(List<VisualQuery> questions, int[][] truth) throws IOException {
    long found = 0;
    long wanted = 0;
    for (int q = 0; q < questions.size(); q++) {
      Set<String> ids = Set.copyOf(index.search(questions.get(q)).ids());
      found += Arrays.stream(truth[q]).filter(i -> ids.contains(Integer.toString(i))).count();
      wanted += truth[q].length;
    }
    double[] millis = new double[questions.size()];
    for (int q = 0; q < millis.length; q++) {
      long start = System.nanoTime();
      index.search(questions.get(q));
      millis[q] = (System.nanoTime() - start) / 1e6;
    }
    Arrays.sort(millis);
    return new Answers(
        (double) found / wanted, millis[millis.length / 2], millis[millis.length * 95 / 100]);
  }

  @Override
  public void close() throws IOException {
    index.close();
    IOUtils.rm(folder);
  }
}
