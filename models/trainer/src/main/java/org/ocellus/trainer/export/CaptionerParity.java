package org.ocellus.trainer.export;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.ocellus.model.ModelException;
import org.ocellus.model.OnnxRuntime;
import org.ocellus.trainer.captioner.CaptionNetwork;
import org.ocellus.trainer.network.Weights;
import org.ocellus.trainer.onnx.GraphRun;
import org.ocellus.trainer.onnx.LastPlanes;
import org.ocellus.trainer.onnx.Values;
import org.ocellus.trainer.transformer.CaptionDecoder;

/** Compares a captioner's graphs, run by ONNX Runtime, with the network they came from. */
final class CaptionerParity {
  private CaptionerParity() {}

  /**
   * The greatest difference of the encoder's and the decoder's outputs over some random sentences
   * of every length, relative to the output's greatest value, but absolute where that is below 1.
   *
   * @param picture {@code [1, 3, H, W]}
   * @param words how many tokens there are
   * @param positions the most tokens of a sentence
   * @throws IOException if ONNX Runtime refuses a graph
   */
  static double greatestDifference(
      CaptionNetwork network,
      LastPlanes planes,
      CaptionerExport export,
      org.ocellus.image.Tensor picture,
      int words,
      int positions)
      throws IOException {
    float[] seen = value(planes.model(), planes.name(), picture).data();
    Values memory = value(export.encoder(), CaptionerExport.MEMORY, picture);
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard();
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        OrtSession decoder =
            OnnxRuntime.environment().createSession(export.decoder().toByteArray(), options)) {
      Tensor ours =
          network.places().forward(Tensor.create(seen, 1, planes.channels(), planes.area()));
      double greatest = ParityCheck.difference(Weights.toArray(ours), 1, memory.data());
      SplittableRandom random = new SplittableRandom(positions);
      for (int length = 1; length <= positions; length++) {
        long[] ids = random.longs(length, 0, words).toArray();
        Tensor logits = network.decoder().forward(Tensor.create(ids, 1, length), ours, false);
        greatest =
            Math.max(
                greatest,
                ParityCheck.difference(Weights.toArray(logits), 1, logits(decoder, ids, memory)));
      }
      return greatest;
    } catch (OrtException e) {
      throw new ModelException("ONNX Runtime refuses the decoder: " + e.getMessage(), e);
    }
  }

  private static Values value(ModelProto model, String name, org.ocellus.image.Tensor picture)
      throws IOException {
    try (GraphRun run = new GraphRun(model, List.of(name), 1)) {
      return run.run(List.of(picture)).values().iterator().next();
    }
  }

  private static float[] logits(OrtSession decoder, long[] ids, Values memory)
      throws OrtException, ModelException {
    OrtEnvironment environment = OnnxRuntime.environment();
    try (OnnxTensor words =
            OnnxTensor.createTensor(environment, LongBuffer.wrap(ids), new long[] {1, ids.length});
        OnnxTensor places =
            OnnxTensor.createTensor(environment, FloatBuffer.wrap(memory.data()), memory.shape());
        OrtSession.Result result =
            decoder.run(Map.of(CaptionDecoder.IDS, words, CaptionDecoder.MEMORY, places))) {
      FloatBuffer values = ((OnnxTensor) result.get(0)).getFloatBuffer();
      float[] logits = new float[values.remaining()];
      values.get(logits);
      return logits;
    }
  }
}
