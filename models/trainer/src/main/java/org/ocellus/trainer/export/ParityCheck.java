package org.ocellus.trainer.export;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.ocellus.trainer.network.Network;
import org.ocellus.trainer.network.NetworkSpec;
import org.ocellus.trainer.network.Outputs;
import org.ocellus.trainer.network.Shape;
import org.ocellus.trainer.network.Weights;

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
   * @throws OrtException if ONNX Runtime refuses the model
   */
  public static double greatestDifference(
      Network network, byte[] onnx, double temperature, float[] pixels) throws OrtException {
    Shape input = network.spec().input();
    long batch = pixels.length / input.size();
    long[] shape = {batch, input.channels(), input.height(), input.width()};
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard();
        OrtSession session = environment.createSession(onnx);
        OnnxTensor values = OnnxTensor.createTensor(environment, FloatBuffer.wrap(pixels), shape);
        OrtSession.Result result = session.run(Map.of(OnnxExport.INPUT, values))) {
      Outputs ours = network.forward(Tensor.create(pixels, shape), false);
      double greatest = difference(ours.embedding(), 1, result, NetworkSpec.EMBEDDING);
      for (Map.Entry<String, Tensor> head : ours.heads().entrySet()) {
        double divisor = head.getKey().equals(NetworkSpec.LOGITS) ? temperature : 1;
        greatest = Math.max(greatest, difference(head.getValue(), divisor, result, head.getKey()));
      }
      return greatest;
    }
  }

  private static double difference(
      Tensor ours, double divisor, OrtSession.Result result, String output) {
    float[] expected = Weights.toArray(ours);
    OnnxTensor theirs = (OnnxTensor) result.get(output).orElseThrow();
    FloatBuffer actual = theirs.getFloatBuffer();
    if (actual.remaining() != expected.length) {
      throw new IllegalStateException(
          "output '" + output + "' has " + actual.remaining() + " values, not " + expected.length);
    }
    double greatest = 0;
    double scale = 1;
    for (float value : expected) {
      greatest = Math.max(greatest, Math.abs(value / divisor - actual.get()));
      scale = Math.max(scale, Math.abs(value / divisor));
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
