package org.ocellus.trainer.quantisation;

import ai.onnx.proto.OnnxMl.ModelProto;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.ocellus.image.Tensor;
import org.ocellus.model.ModelException;
import org.ocellus.trainer.onnx.GraphRun;

/** Finds the ranges of a graph's activations by looking at them while it sees real pictures. */
final class Calibration {
  private final GraphRun run;
  private final List<Tensor> pictures;
  private final Map<String, Histogram> histograms = new HashMap<>();

  private Calibration(GraphRun run, List<Tensor> pictures) {
    this.run = run;
    this.pictures = pictures;
  }

  /**
   * The best range of each value that a plan calls for.
   *
   * @param model the float graph
   * @param pictures as its preprocessing makes them, each {@code [1, C, H, W]}
   * @param threads how many threads a run uses
   * @throws ModelException if the network fails, or gives what is not finite
   */
  static Map<String, Range> ranges(
      ModelProto model, QuantisationPlan plan, List<Tensor> pictures, int threads)
      throws ModelException {
    try (GraphRun run = new GraphRun(model, new HashSet<>(plan.values().values()), threads)) {
      Calibration calibration = new Calibration(run, pictures);
      calibration.look(Histogram::widen);
      calibration.look(Histogram::count);
      return calibration.ranges();
    }
  }

  private void look(BiConsumer<Histogram, float[]> look) throws ModelException {
    // One by one: all activations of a picture are there at once.
    for (Tensor picture : pictures) {
      run.run(List.of(picture))
          .forEach(
              (name, values) ->
                  look.accept(
                      histograms.computeIfAbsent(name, absent -> new Histogram()), values.data()));
    }
  }

  private Map<String, Range> ranges() throws ModelException {
    Map<String, Range> ranges = new HashMap<>();
    for (Map.Entry<String, Histogram> entry : histograms.entrySet()) {
      try {
        ranges.put(entry.getKey(), entry.getValue().best());
      } catch (IllegalArgumentException e) {
        throw new ModelException(
            "\"" + entry.getKey() + "\" cannot be quantised: " + e.getMessage(), e);
      }
    }
    return ranges;
  }
}
