package org.ocellus.trainer.transformer;

import java.util.List;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import org.ocellus.trainer.network.Weights;
import org.ocellus.trainer.onnx.OnnxGraph;

/**
 * Multi-head attention (Vaswani et al., "Attention is all you need", 2017): each place asks all
 * places of a memory, {@code softmax(q · kᵀ / √d) · v} in each head, d its width.
 */
final class Attention {
  private final String name;
  private final int width;
  private final int heads;
  private final Dense query;
  private final Dense key;
  private final Dense value;
  private final Dense out;

  Attention(Weights weights, String name, int width, int heads) {
    this.name = name;
    this.width = width;
    this.heads = heads;
    query = new Dense(weights, name + ".query", width, width);
    key = new Dense(weights, name + ".key", width, width);
    value = new Dense(weights, name + ".value", width, width);
    out = new Dense(weights, name + ".out", width, width);
  }

  /**
   * Asks.
   *
   * @param x {@code [N, L, width]}
   * @param memory {@code [N, M, width]}
   * @param causal whether a place may ask only of those up to its own
   * @return {@code [N, L, width]}
   */
  Tensor forward(Tensor x, Tensor memory, boolean causal) {
    Tensor heard =
        torch.scaled_dot_product_attention(
            split(query.forward(x)),
            split(key.forward(memory)),
            split(value.forward(memory)),
            new TensorOptional(),
            0,
            causal,
            new DoubleOptional(),
            false);
    return out.forward(heard.transpose(1, 2).reshape(x.size(0), x.size(1), width));
  }

  /** {@code [N, L, width]} as {@code [N, heads, L, width / heads]}. */
  private Tensor split(Tensor x) {
    return x.view(x.size(0), x.size(1), heads, width / heads).transpose(1, 2);
  }

  /**
   * Writes it into a graph.
   *
   * @param mask {@code [L, M]}, what is added to the scores; null for nothing
   */
  String export(OnnxGraph graph, String x, String memory, @Nullable String mask) {
    String q = split(graph, query.export(graph, x), 0, 2, 1, 3);
    String k = split(graph, key.export(graph, memory), 0, 2, 3, 1);
    String v = split(graph, value.export(graph, memory), 0, 2, 1, 3);
    float[] factor = {(float) (1 / Math.sqrt((double) width / heads))};
    String scores =
        graph.node(
            "Mul",
            List.of(
                graph.node("MatMul", List.of(q, k)), graph.constant(name + ".factor", factor, 1)));
    if (mask != null) {
      scores = graph.node("Add", List.of(scores, mask));
    }
    String weights = graph.node("Softmax", List.of(scores), OnnxGraph.attribute("axis", -1));
    String heard =
        graph.node(
            "Transpose",
            List.of(graph.node("MatMul", List.of(weights, v))),
            OnnxGraph.attribute("perm", new long[] {0, 2, 1, 3}));
    String joined =
        graph.node("Reshape", List.of(heard, graph.constant(name + ".joined", 0, 0, width)));
    return out.export(graph, joined);
  }

  private String split(OnnxGraph graph, String x, long... order) {
    String shape = graph.constant(x + ".split", 0, 0, heads, width / heads);
    return graph.node(
        "Transpose",
        List.of(graph.node("Reshape", List.of(x, shape))),
        OnnxGraph.attribute("perm", order));
  }
}
