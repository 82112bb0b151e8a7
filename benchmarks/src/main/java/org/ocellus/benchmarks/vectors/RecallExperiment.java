package org.ocellus.benchmarks.vectors;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ocellus.model.Metric;

/**
 * What {@link RecallBench} measures, as its YAML file says.
 *
 * @param name of the results
 * @param base file of the vectors to index, relative to the folder of data
 * @param queries file of those to ask with; null to ask with some of the former, which are then not
 *     indexed
 * @param limit how many are indexed, evenly spread; null for all
 * @param asked how many are asked with, evenly spread
 * @param metric cosine or euclidean
 * @param topK how many nearest are asked for
 * @param efSearch how many candidates each search keeps, one after another
 * @param rounds how often all is measured
 * @param engines of {@link Engines}
 * @param expected the recall of an engine at each efSearch; null if none is known
 * @param tolerance by how much it may differ; graphs differ a little from run to run
 */
record RecallExperiment(
    String name,
    Path base,
    @Nullable Path queries,
    @Nullable Integer limit,
    int asked,
    Metric metric,
    int topK,
    List<Integer> efSearch,
    int rounds,
    List<String> engines,
    @Nullable Map<String, Map<Integer, Double>> expected,
    @Nullable Double tolerance) {

  RecallExperiment {
    if (topK < 1 || rounds < 1 || asked < 1) {
      throw new IllegalArgumentException("topK, rounds and asked must be >= 1");
    }
    for (int ef : efSearch) {
      if (ef < topK) {
        throw new IllegalArgumentException("efSearch must be >= topK, got " + ef + " for " + topK);
      }
    }
    efSearch = List.copyOf(efSearch);
    engines = List.copyOf(engines);
    if (limit != null && limit < 1) {
      throw new IllegalArgumentException("limit must be >= 1, got " + limit);
    }
  }

  /** The same with fewer vectors, which its name says; no recalls are expected of it. */
  RecallExperiment limitedTo(int fewer) {
    return new RecallExperiment(
        name + "-" + fewer,
        base,
        queries,
        fewer,
        asked,
        metric,
        topK,
        efSearch,
        rounds,
        engines,
        null,
        null);
  }
}
