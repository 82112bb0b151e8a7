package org.ocellus.trainer.transformer;

import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.ocellus.trainer.network.Weights;
import org.ocellus.trainer.onnx.OnnxGraph;

/**
 * The vectors of words, and of their places in the sentence, which are learned. The same vectors
 * say how likely each word is next (Press and Wolf, "Using the output embedding to improve language
 * models", 2017): a logit is the dot product with a word's vector. As in Vaswani et al. (2017),
 * vectors start with a length of about 1 and are multiplied by √width where words come in.
 */
final class WordEmbedding {
  private final String name;
  private final int words;
  private final int longest;
  private final int width;
  private final Tensor vectors;
  private final Tensor places;

  WordEmbedding(Weights weights, String name, int words, int longest, int width) {
    this.name = name;
    this.words = words;
    this.longest = longest;
    this.width = width;
    vectors = weights.normal(name + ".vectors", 1 / Math.sqrt(width), words, width);
    places = weights.normal(name + ".places", 0.02, longest, width);
  }

  /**
   * The vectors of sentences.
   *
   * @param ids {@code [N, L]} int64
   * @return {@code [N, L, width]}
   */
  Tensor forward(Tensor ids) {
    try (Scalar factor = new Scalar(Math.sqrt(width))) {
      return torch.embedding(vectors, ids).mul(factor).add(places.narrow(0, 0, ids.size(1)));
    }
  }

  /** The logits of the words that may come next, {@code [N, L, words]}. */
  Tensor logits(Tensor x) {
    return torch.linear(x, vectors);
  }

  /**
   * Writes the way in into a graph.
   *
   * @param length name of L as a list of one number
   */
  String export(OnnxGraph graph, String ids, String length) {
    String table = graph.constant(name + ".vectors", Weights.toArray(vectors), words, width);
    String factor = graph.constant(name + ".factor", new float[] {(float) Math.sqrt(width)}, 1);
    String all = graph.constant(name + ".places", Weights.toArray(places), longest, width);
    String scaled = graph.node("Mul", List.of(graph.node("Gather", List.of(table, ids)), factor));
    String used = firstRows(graph, all, length);
    return graph.node("Add", List.of(scaled, used));
  }

  /** Writes the way out, behind {@link #export}, whose vectors it shares. */
  String exportLogits(OnnxGraph graph, String x) {
    String transposed =
        graph.node(
            "Transpose",
            List.of(name + ".vectors"),
            OnnxGraph.attribute("perm", new long[] {1, 0}));
    return graph.node("MatMul", List.of(x, transposed));
  }

  private String firstRows(OnnxGraph graph, String table, String length) {
    return graph.node(
        "Slice",
        List.of(
            table, graph.constant(name + ".first", 0), length, graph.constant(name + ".axis", 0)));
  }
}
