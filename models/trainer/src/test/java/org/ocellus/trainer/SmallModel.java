package org.ocellus.trainer;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.onnx.proto.OnnxMl.ModelProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.ocellus.image.Tensor;
import org.ocellus.trainer.onnx.OnnxGraph;

/** Graphs small enough to compute by hand, and model folders of them. */
public final class SmallModel {
  private SmallModel() {}

  /** Writes a model folder for square pictures whose samples become 0 to 1. */
  public static Path write(Path folder, ModelProto model, int side, String... classes)
      throws IOException {
    Files.createDirectories(folder);
    Files.write(folder.resolve("model.onnx"), model.toByteArray());
    Files.writeString(
        folder.resolve("preprocessor_config.json"),
        "{\"size\": {\"height\": %d, \"width\": %d}}".formatted(side, side),
        UTF_8);
    Files.writeString(
        folder.resolve("config.json"),
        """
        {"ocellus": {"name": "small"}, "id2label": {%s}}
        """
            .formatted(
                IntStream.range(0, classes.length)
                    .mapToObj(i -> "\"%d\": \"%s\"".formatted(i, classes[i]))
                    .collect(Collectors.joining(", "))),
        UTF_8);
    return folder;
  }

  /**
   * One number for each of {@code weights}: the sum of the picture's samples times them.
   *
   * @param output the name of the output, {@code [N, weights.length]}
   * @param weights each as long as a picture, {@code 3 * side * side}
   */
  public static ModelProto weighted(String output, int side, float[]... weights) {
    float[] all = new float[weights.length * 3 * side * side];
    for (int i = 0; i < weights.length; i++) {
      System.arraycopy(weights[i], 0, all, i * weights[i].length, weights[i].length);
    }
    OnnxGraph graph = new OnnxGraph().input("x", -1, 3, side, side);
    graph.constant("w", all, weights.length, 3, side, side);
    String sums = graph.node("Conv", List.of("x", "w"));
    graph.named(output, "Flatten", List.of(sums));
    return graph.output(output, -1, weights.length).toModel("weighted");
  }

  /** Normally distributed numbers. */
  public static float[] random(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /** A random picture, {@code [1, 3, side, side]}. */
  public static Tensor picture(int side, long seed) {
    return new Tensor(random(3 * side * side, seed), new long[] {1, 3, side, side});
  }

  /**
   * The formula of a convolution with zeros beyond the edges, no bias and no groups.
   *
   * @param x {@code [in, side, side]}
   * @param w {@code [out, in, kernel, kernel]}
   * @return {@code [out, side / stride, side / stride]}
   */
  public static float[] convolved(
      float[] x, int in, int side, float[] w, int out, int kernel, int pad, int stride) {
    int places = (side + 2 * pad - kernel) / stride + 1;
    float[] y = new float[out * places * places];
    for (int at = 0; at < y.length; at++) {
      int channel = at / (places * places);
      int top = at / places % places * stride - pad;
      int left = at % places * stride - pad;
      double sum = 0;
      for (int i = 0; i < in * kernel * kernel; i++) {
        int row = top + i / kernel % kernel;
        int column = left + i % kernel;
        if (row >= 0 && row < side && column >= 0 && column < side) {
          sum +=
              (double) x[(i / (kernel * kernel) * side + row) * side + column]
                  * w[channel * in * kernel * kernel + i];
        }
      }
      y[at] = (float) sum;
    }
    return y;
  }
}
