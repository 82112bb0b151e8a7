package org.ocellus.trainer.export;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.ocellus.trainer.network.Network;
import org.ocellus.trainer.network.NetworkSpec;
import org.ocellus.trainer.network.Outputs;
import org.ocellus.trainer.network.Shape;
import org.ocellus.trainer.network.Weights;
import org.ocellus.trainer.onnx.GraphRun;
import org.ocellus.trainer.onnx.Values;

/** Compares an exported graph, run by ONNX Runtime, with the network it came from. */
public final class ParityCheck {
  private ParityCheck() {}

  /**
   * The greatest difference of embedding and heads, relative to the greatest value of that output,
   * but absolute where that is below 1.
   *
   * @param onnx the exported model
   * @param temperature what its logits were divided by
   * @param pixels a batch of pictures, {@code [N, C, H, W]} in row-major order
   * @throws IOException if ONNX Runtime refuses the model
   */
  public static double greatestDifference(
      Network network, byte[] onnx, double temperature, float[] pixels) throws IOException {
    Set<String> names = new LinkedHashSet<>(network.spec().heads().keySet());
    names.add(NetworkSpec.EMBEDDING);
    return greatestDifference(network, ModelProto.parseFrom(onnx), names, temperature, pixels);
  }

  /** Whether a model takes pictures of the size that the network takes. */
  public static boolean isFor(Network network, ModelProto model) {
    Shape input = network.spec().input();
    List<Long> dimensions =
        model.getGraph().getInput(0).getType().getTensorType().getShape().getDimList().stream()
            .skip(1)
            .map(TensorShapeProto.Dimension::getDimValue)
            .toList();
    return dimensions.equals(
        List.of((long) input.channels(), (long) input.height(), (long) input.width()));
  }

  /**
   * The greatest difference of the embeddings of random pictures, measured so too.
   *
   * @param model {@linkplain #isFor for pictures} of the network's size
   * @throws IOException if ONNX Runtime refuses the model
   */
  public static double embeddingDifference(Network network, ModelProto model) throws IOException {
    float[] pixels = randomPixels(network.spec().input(), 2);
    return greatestDifference(network, model, Set.of(NetworkSpec.EMBEDDING), 1, pixels);
  }

  private static double greatestDifference(
      Network network, ModelProto model, Set<String> names, double temperature, float[] pixels)
      throws IOException {
    Shape input = network.spec().input();
    long batch = pixels.length / input.size();
    long[] shape = {batch, input.channels(), input.height(), input.width()};
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Outputs ours = network.forward(Tensor.create(pixels, shape), false);
      double greatest = 0;
      try (GraphRun run = new GraphRun(model, names, 1)) {
        for (Map.Entry<String, Values> theirs : run.run(pictures(pixels, input)).entrySet()) {
          String name = theirs.getKey();
          double divisor = name.equals(NetworkSpec.LOGITS) ? temperature : 1;
          float[] expected = Weights.toArray(ours.get(name));
          greatest = Math.max(greatest, difference(expected, divisor, theirs.getValue().data()));
        }
      }
      return greatest;
    }
  }

  private static List<org.ocellus.image.Tensor> pictures(float[] pixels, Shape input) {
    int each = Math.toIntExact(input.size());
    long[] one = {1, input.channels(), input.height(), input.width()};
    List<org.ocellus.image.Tensor> pictures = new ArrayList<>();
    for (int from = 0; from < pixels.length; from += each) {
      float[] picture = Arrays.copyOfRange(pixels, from, from + each);
      pictures.add(new org.ocellus.image.Tensor(picture, one));
    }
    return pictures;
  }

  /**
   * The greatest difference, relative to the greatest value, but absolute where that is below 1.
   */
  static double difference(float[] expected, double divisor, float[] actual) {
    if (actual.length != expected.length) {
      throw new IllegalStateException(
          "an output has " + actual.length + " values, not " + expected.length);
    }
    double greatest = 0;
    double scale = 1;
    for (int i = 0; i < expected.length; i++) {
      double value = expected[i] / divisor;
      greatest = Math.max(greatest, Math.abs(value - actual[i]));
      scale = Math.max(scale, Math.abs(value));
    }
    return greatest / scale;
  }

  /** A batch of normally distributed random pixels. */
  public static float[] randomPixels(Shape picture, int batch) {
    float[] pixels = new float[Math.toIntExact(batch * picture.size())];
    SplittableRandom random = new SplittableRandom(batch);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextGaussian();
    }
    return pixels;
  }
}
