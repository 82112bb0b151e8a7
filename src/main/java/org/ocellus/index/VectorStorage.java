package org.ocellus.index;

import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.ocellus.model.Metric;

/**
 * How an index keeps its vectors; chosen when it is created.
 *
 * @param metrics what they may be compared by, at least one; two need twice the space
 * @param quantization how precisely a search looks at them
 */
public record VectorStorage(Set<Metric> metrics, Quantization quantization) {
  /** For cosine, as float32. */
  public static final VectorStorage DEFAULT = of(Metric.COSINE);

  /**
   * @throws IllegalArgumentException if there is no metric
   */
  public VectorStorage {
    Objects.requireNonNull(quantization, "quantization");
    if (metrics.isEmpty()) {
      throw new IllegalArgumentException("an index needs at least one metric");
    }
    metrics = Set.copyOf(metrics);
  }

  /** For these metrics, at least one, as float32. */
  public static VectorStorage of(Metric... metrics) {
    return new VectorStorage(Set.of(metrics), Quantization.NONE);
  }

  /** For the same metrics, quantised so. */
  public VectorStorage quantized(Quantization other) {
    return new VectorStorage(metrics, other);
  }

  /** Whether vectors kept so can be kept for these metrics too, without the network. */
  public boolean yields(Set<Metric> others) {
    return metrics.contains(Metric.EUCLIDEAN) || metrics.containsAll(others);
  }

  /** In words, such as {@code cosine and euclidean in 8 bits}. */
  @Override
  public String toString() {
    return metrics.stream().sorted().map(Metric::id).collect(Collectors.joining(" and "))
        + " in "
        + quantization.label();
  }
}
