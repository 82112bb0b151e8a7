package org.ocellus.trainer.export;

import org.ocellus.trainer.network.ResidualBlock;
import org.ocellus.trainer.network.ResidualNetwork;

/**
 * A network as an ONNX model with batch normalisation folded into the convolutions: input {@code
 * pixel_values [N, 3, size, size]}, outputs {@code embedding [N, dimension]} and {@code logits [N,
 * classes]}, all float32, N symbolic.
 */
public final class OnnxExport {
  /** The input's name. */
  public static final String INPUT = "pixel_values";

  /** The name of the embedding. */
  public static final String EMBEDDING = "embedding";

  /** The name of the logits. */
  public static final String LOGITS = "logits";

  private OnnxExport() {}

  /** The bytes of an {@code .onnx} file. */
  public static byte[] of(ResidualNetwork network, String name) {
    OnnxGraph graph = new OnnxGraph();
    int size = network.spec().inputSize();
    graph.input(INPUT, -1, 3, size, size);
    String x = graph.relu(graph.conv(INPUT, network.stem().folded(), "stem"));
    int number = 0;
    for (ResidualBlock block : network.blocks()) {
      x = block(graph, x, block, "block" + ++number);
    }
    graph.flatten(graph.globalAveragePool(x), EMBEDDING);
    graph.linear(EMBEDDING, network.headWeight(), network.headBias(), "head", LOGITS);
    graph.output(EMBEDDING, -1, network.spec().dimension());
    graph.output(LOGITS, -1, network.classes());
    return graph.toModel(name);
  }

  private static String block(OnnxGraph graph, String x, ResidualBlock block, String name) {
    String first = graph.relu(graph.conv(x, block.first().folded(), name + ".first"));
    String second = graph.conv(first, block.second().folded(), name + ".second");
    String shortcut =
        block.shortcut().map(s -> graph.conv(x, s.folded(), name + ".shortcut")).orElse(x);
    return graph.relu(graph.add(second, shortcut));
  }
}
