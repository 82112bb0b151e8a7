package org.ocellus.trainer.explain;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.ocellus.image.Tensor;
import org.ocellus.model.ModelException;
import org.ocellus.trainer.onnx.GraphRun;
import org.ocellus.trainer.onnx.ReceptiveFields;
import org.ocellus.trainer.onnx.Values;

/**
 * What the network made of one picture at one depth.
 *
 * @param name the name of the value in the graph
 * @param convolutions how many convolutions the graph has up to there, itself included
 * @param maps {@code [1, channels, height, width]}
 * @param receptiveField the side, in pixels of the input, of what one place sees; {@link
 *     ReceptiveFields#ALL} for the whole picture
 */
record FeatureMaps(String name, int convolutions, Values maps, long receptiveField) {
  /** What leaky and smooth activations let through below 0, beside what they let through above. */
  private static final float LEAK = 0.1f;

  /** The correlation from which two maps show nearly the same. */
  private static final double SAME = 0.7;

  private static final Set<String> POOLS =
      Set.of("MaxPool", "AveragePool", "GlobalAveragePool", "GlobalMaxPool", "ReduceMean");

  /**
   * Maps at depths evenly spaced from the first to the last, in that order. Depths are what
   * convolutions and poolings take in, which is what is left of a layer behind its activation, and
   * what the last convolution gives. Where there are enough, only those that went through an
   * activation, for what is below 0 nobody sees in a picture.
   *
   * @param depths how many at most, at least 2
   * @throws ModelException if the network fails
   */
  static List<FeatureMaps> of(ModelProto model, Tensor picture, int depths, int threads)
      throws ModelException {
    ReceptiveFields fields = new ReceptiveFields(model.getGraph());
    Map<String, Integer> candidates = candidates(model.getGraph());
    List<FeatureMaps> all = new ArrayList<>();
    try (GraphRun run = new GraphRun(model, candidates.keySet(), threads)) {
      Map<String, Values> values = run.run(List.of(picture));
      candidates.forEach(
          (name, convolutions) -> {
            Values maps = Objects.requireNonNull(values.get(name));
            if (maps.areMaps()) {
              all.add(new FeatureMaps(name, convolutions, maps, fields.side(name)));
            }
          });
    }
    List<FeatureMaps> rectified = all.stream().filter(FeatureMaps::rectified).toList();
    List<FeatureMaps> known = rectified.size() >= depths ? rectified : all;
    if (known.size() <= depths) {
      return known;
    }
    return IntStream.range(0, depths)
        .mapToObj(i -> known.get((int) Math.round((double) i * (known.size() - 1) / (depths - 1))))
        .toList();
  }

  /** Names and how many convolutions there were, in the order in which they are computed. */
  private static Map<String, Integer> candidates(GraphProto graph) {
    Set<String> taken = new HashSet<>();
    String last = "";
    for (NodeProto node : graph.getNodeList()) {
      if (node.getOpType().equals("Conv")) {
        last = node.getOutput(0);
      }
      if (node.getOpType().equals("Conv") || POOLS.contains(node.getOpType())) {
        taken.add(node.getInput(0));
      }
    }
    taken.add(last);
    taken.remove("");
    Map<String, Integer> candidates = new LinkedHashMap<>();
    int convolutions = 0;
    for (NodeProto node : graph.getNodeList()) {
      convolutions += node.getOpType().equals("Conv") ? 1 : 0;
      for (String output : node.getOutputList()) {
        if (taken.contains(output)) {
          candidates.put(output, convolutions);
        }
      }
    }
    return candidates;
  }

  int channels() {
    return Math.toIntExact(maps.shape()[1]);
  }

  int height() {
    return Math.toIntExact(maps.shape()[2]);
  }

  int width() {
    return Math.toIntExact(maps.shape()[3]);
  }

  /** The map of a channel. */
  Plane map(int channel) {
    return Plane.of(maps.data(), channel * height() * width(), width(), height());
  }

  /** Whether an activation made them: hardly anything is below 0. */
  private boolean rectified() {
    float lowest = 0;
    float highest = 0;
    for (float value : maps.data()) {
      lowest = Math.min(lowest, value);
      highest = Math.max(highest, value);
    }
    return -lowest <= LEAK * highest;
  }

  /**
   * The numbers of channels that vary most over the picture, most first; of those that show nearly
   * the same, one.
   */
  List<Integer> liveliest(int most) {
    List<Plane> planes = IntStream.range(0, channels()).mapToObj(this::map).toList();
    double[] deviations = planes.stream().mapToDouble(Plane::deviation).toArray();
    List<Integer> chosen = new ArrayList<>();
    IntStream.range(0, channels())
        .boxed()
        .filter(i -> deviations[i] > 0)
        .sorted(Comparator.comparingDouble(i -> -deviations[i]))
        .forEach(
            i -> {
              if (chosen.size() < most
                  && chosen.stream()
                      .allMatch(c -> planes.get(c).correlation(planes.get(i)) < SAME)) {
                chosen.add(i);
              }
            });
    return chosen;
  }
}
