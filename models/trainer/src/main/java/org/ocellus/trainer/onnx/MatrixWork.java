package org.ocellus.trainer.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.Map;

/** What convolutions and matrix products of a graph cost. */
final class MatrixWork {
  private MatrixWork() {}

  /**
   * Multiplications with accumulation of an operator; 0 for others than convolutions and matrix
   * products.
   *
   * @param shapes of its inputs and outputs
   */
  static long macs(NodeProto node, Map<String, long[]> shapes) {
    long[] output = shapes.get(node.getOutput(0));
    return switch (node.getOpType()) {
      // Weights [out, in / groups, h, w]: each output number looks at all of its channel's.
      case "Conv", "FusedConv", "ConvInteger" ->
          product(output) * product(shape(node, 1, shapes)) / shape(node, 1, shapes)[0];
      case "QLinearConv" ->
          product(output) * product(shape(node, 3, shapes)) / shape(node, 3, shapes)[0];
      // Weights [in, out / groups, h, w]: each input number goes to all of its channel's.
      case "ConvTranspose" ->
          product(shape(node, 0, shapes))
              * product(shape(node, 1, shapes))
              / shape(node, 1, shapes)[0];
      // The output [m, n] with all numbers of A, [m, k] or transposed, for each n.
      case "Gemm" -> product(shape(node, 0, shapes)) * output[output.length - 1];
      case "MatMul", "MatMulInteger", "FusedMatMul", "QLinearMatMul" -> {
        long[] left = shape(node, 0, shapes);
        yield product(output) * left[left.length - 1];
      }
      default -> 0;
    };
  }

  private static long[] shape(NodeProto node, int input, Map<String, long[]> shapes) {
    return shapes.getOrDefault(node.getInput(input), new long[] {1});
  }

  private static long product(long[] shape) {
    return GraphSummary.size(shape);
  }
}
