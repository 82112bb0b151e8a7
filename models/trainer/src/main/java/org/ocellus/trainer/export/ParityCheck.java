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
   * The greatest absolute difference of embedding and heads over a batch of normally distributed
   * random pixels.
   *
   * @param onnx the exported model
   * @param batch how many pictures
   * @throws OrtException if ONNX Runtime refuses the model
   */
  public static double greatestDifference(Network network, byte[] onnx, int batch)
      throws OrtException {
    Shape input = network.spec().input();
    long[] shape = {batch, input.channels(), input.height(), input.width()};
    float[] pixels = new float[Math.toIntExact(batch * input.size())];
    SplittableRandom random = new SplittableRandom(batch);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextGaussian();
    }
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard();
        OrtSession session = environment.createSession(onnx);
        OnnxTensor values = OnnxTensor.createTensor(environment, FloatBuffer.wrap(pixels), shape);
        OrtSession.Result result = session.run(Map.of(OnnxExport.INPUT, values))) {
      Outputs ours = network.forward(Tensor.create(pixels, shape), false);
      double greatest = difference(ours.embedding(), result, NetworkSpec.EMBEDDING);
      for (Map.Entry<String, Tensor> head : ours.heads().entrySet()) {
        greatest = Math.max(greatest, difference(head.getValue(), result, head.getKey()));
      }
      return greatest;
    }
  }

  private static double difference(Tensor ours, OrtSession.Result result, String output) {
    float[] expected = Weights.toArray(ours);
    OnnxTensor theirs = (OnnxTensor) result.get(output).orElseThrow();
    FloatBuffer actual = theirs.getFloatBuffer();
    if (actual.remaining() != expected.length) {
      throw new IllegalStateException(
          "output '" + output + "' has " + actual.remaining() + " values, not " + expected.length);
    }
    double greatest = 0;
    for (float value : expected) {
      greatest = Math.max(greatest, Math.abs((double) value - actual.get()));
    }
    return greatest;
  }
}
