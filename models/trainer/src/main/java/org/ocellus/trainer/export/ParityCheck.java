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
import org.ocellus.trainer.network.NamedTensors;
import org.ocellus.trainer.network.ResidualNetwork;

/** Compares an exported graph, run by ONNX Runtime, with the network it came from. */
public final class ParityCheck {
  private ParityCheck() {}

  /**
   * The greatest absolute difference of embedding and logits over a batch of normally distributed
   * random pixels.
   *
   * @param onnx the exported model
   * @param batch how many pictures
   * @throws OrtException if ONNX Runtime refuses the model
   */
  public static double greatestDifference(ResidualNetwork network, byte[] onnx, int batch)
      throws OrtException {
    int size = network.spec().inputSize();
    long[] shape = {batch, 3, size, size};
    float[] pixels = new float[batch * 3 * size * size];
    SplittableRandom random = new SplittableRandom(batch);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextGaussian();
    }
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard();
        OrtSession session = environment.createSession(onnx);
        OnnxTensor input = OnnxTensor.createTensor(environment, FloatBuffer.wrap(pixels), shape);
        OrtSession.Result result = session.run(Map.of(OnnxExport.INPUT, input))) {
      ResidualNetwork.Output ours = network.forward(Tensor.create(pixels, shape), false);
      return Math.max(
          difference(ours.embedding(), result, OnnxExport.EMBEDDING),
          difference(ours.logits(), result, OnnxExport.LOGITS));
    }
  }

  private static double difference(Tensor ours, OrtSession.Result result, String output) {
    float[] expected = NamedTensors.toArray(ours);
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
