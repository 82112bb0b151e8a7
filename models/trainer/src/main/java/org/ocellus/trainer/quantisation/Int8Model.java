package org.ocellus.trainer.quantisation;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import java.io.IOException;
import java.util.List;
import org.ocellus.image.Tensor;
import org.ocellus.model.ModelException;

/**
 * Post-training quantisation: a float network computes in int8, without being trained again.
 *
 * @param graph the int8 network, with the inputs and outputs of the float one
 * @param layers how many convolutions and matrix products it computes in int8
 */
public record Int8Model(ModelProto graph, long layers) {
  /** The first version of ONNX's operators in which each channel has a scale of its own. */
  private static final long LEAST_OPSET = 13;

  /**
   * Quantises a network.
   *
   * @param model left as it is
   * @param pictures that show what it will see, as its preprocessing makes them; some hundred are
   *     enough
   * @param threads how many threads a run of the network uses
   * @throws ModelException if there is nothing to quantise, the operators are too old, or the
   *     network fails
   * @throws IOException if the temporary folder cannot be written
   * @throws IllegalArgumentException if there is no picture
   */
  public static Int8Model of(ModelProto model, List<Tensor> pictures, int threads)
      throws IOException {
    if (pictures.isEmpty()) {
      throw new IllegalArgumentException("quantisation needs pictures to calibrate on, got none");
    }
    long opset =
        model.getOpsetImportList().stream()
            .filter(set -> set.getDomain().isEmpty())
            .mapToLong(OperatorSetIdProto::getVersion)
            .max()
            .orElse(0);
    if (opset < LEAST_OPSET) {
      throw new ModelException(
          "the network is written in operators of version %d, quantisation needs %d: export it anew"
              .formatted(opset, LEAST_OPSET));
    }
    ModelProto folded = FoldedGraph.of(model);
    QuantisationPlan plan = new QuantisationPlan(folded.getGraph());
    if (plan.layers() == 0) {
      throw new ModelException(
          "there is nothing to quantise: the network has no convolution, Gemm or MatMul with"
              + " constant float32 weights; perhaps it is quantised already");
    }
    return new Int8Model(
        Int8Quantizer.quantise(folded, plan, Calibration.ranges(folded, plan, pictures, threads)),
        plan.layers());
  }
}
