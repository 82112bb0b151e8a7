package org.ocellus.trainer.export;

import org.ocellus.trainer.network.Network;
import org.ocellus.trainer.network.Shape;
import org.ocellus.trainer.onnx.OnnxGraph;

/**
 * A network as an ONNX model with batch normalisation folded into the convolutions: input {@code
 * pixel_values [N, C, H, W]}, outputs {@code embedding [N, dimension]} and one for each head, all
 * float32, N symbolic.
 */
public final class OnnxExport {
  /** The input's name. */
  public static final String INPUT = "pixel_values";

  private OnnxExport() {}

  /**
   * The bytes of an {@code .onnx} file.
   *
   * @param temperature what the logits are divided by, so that their softmax is calibrated (Guo et
   *     al., "On Calibration of Modern Neural Networks", 2017)
   */
  public static byte[] of(Network network, String name, double temperature) {
    OnnxGraph graph = new OnnxGraph();
    Shape input = network.spec().input();
    graph.input(INPUT, -1, input.channels(), input.height(), input.width());
    network.export(graph, INPUT, temperature);
    return graph.toModel(name).toByteArray();
  }
}
