package org.ocellus.trainer.network;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.ocellus.trainer.onnx.OnnxGraph;

/** A layer with its weights. Not safe for use by several threads. */
public interface Block {
  /**
   * Runs the layer; what it makes belongs to the caller's {@code PointerScope}. The input is left
   * as it is.
   *
   * @param x {@code [N, C, H, W]} or {@code [N, C]}
   * @param training whether statistics and random choices of training are used
   */
  Tensor forward(Tensor x, boolean training);

  /**
   * Writes the layer, as it computes in inference, into a graph.
   *
   * @param x name of the input
   * @return name of the output
   */
  String export(OnnxGraph graph, String x);

  /** The blocks that it is made of, in their order. */
  default List<Block> parts() {
    return List.of();
  }
}
