package org.ocellus.app;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ocellus.index.Quantization;
import org.ocellus.index.VectorStorage;
import org.ocellus.model.Metric;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How an index keeps its vectors. */
final class StorageOption {
  @Option(
      names = "--metric",
      description = {
        "How looks are compared: ${COMPLETION-CANDIDATES}. Default: as the index"
            + " has it; a new one cosine."
      })
  private @Nullable MetricChoice metric;

  @Option(
      names = "--quantize",
      paramLabel = "BITS",
      converter = BitsConverter.class,
      completionCandidates = Bits.class,
      description = {
        "Bits a number of a vector that searches look at: ${COMPLETION-CANDIDATES}; fewer need"
            + " less memory. Default: as the index has it; a new one none, which is float32."
      })
  private @Nullable Quantization quantization;

  /** What {@code --metric} may be. */
  enum MetricChoice {
    cosine(Metric.COSINE),
    euclidean(Metric.EUCLIDEAN),
    both(Metric.COSINE, Metric.EUCLIDEAN);

    private final Set<Metric> metrics;

    MetricChoice(Metric... metrics) {
      this.metrics = Set.of(metrics);
    }
  }

  /** What {@code --quantize} may be. */
  static final class Bits implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(Quantization.values()).map(Quantization::id).iterator();
    }
  }

  static final class BitsConverter implements ITypeConverter<Quantization> {
    @Override
    public Quantization convert(String value) {
      try {
        return Quantization.of(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /**
   * What was asked for; null if nothing was.
   *
   * @param present how the index keeps them now, for what was left unsaid
   */
  @Nullable VectorStorage wish(VectorStorage present) {
    if (metric == null && quantization == null) {
      return null;
    }
    return new VectorStorage(
        metric == null ? present.metrics() : metric.metrics,
        quantization == null ? present.quantization() : quantization);
  }
}
