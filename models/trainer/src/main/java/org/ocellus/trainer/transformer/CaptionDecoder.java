package org.ocellus.trainer.transformer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.ocellus.trainer.network.Weights;
import org.ocellus.trainer.onnx.OnnxGraph;

/**
 * Says of each beginning of a sentence about a picture which word comes next: a transformer's
 * decoder (Vaswani et al., 2017). Its weights belong to the {@link Weights} it is made with.
 */
public final class CaptionDecoder {
  /** The graph's input of token numbers, {@code [N, L]} int64. */
  public static final String IDS = "input_ids";

  /** The graph's input of the picture's places, {@code [N, T, width]}. */
  public static final String MEMORY = "encoder_hidden_states";

  /** The graph's output, {@code [N, L, words]}. */
  public static final String LOGITS = "logits";

  /** What makes a score vanish beside any other. */
  private static final float HIDDEN = -1e9f;

  private final DecoderSpec spec;
  private final int words;
  private final int longest;
  private final WordEmbedding embedding;
  private final List<DecoderLayer> layers = new ArrayList<>();
  private final LayerNorm norm;

  /**
   * Makes a decoder that knows nothing.
   *
   * @param words how many tokens there are
   * @param longest the most tokens of a sentence
   */
  public CaptionDecoder(Weights weights, DecoderSpec spec, int words, int longest) {
    this.spec = spec;
    this.words = words;
    this.longest = longest;
    embedding = new WordEmbedding(weights, "embedding", words, longest, spec.width());
    for (int i = 1; i <= spec.layers(); i++) {
      layers.add(new DecoderLayer(weights, "layer" + i, spec));
    }
    norm = new LayerNorm(weights, "norm", spec.width());
  }

  /**
   * The logits of the next word after each word.
   *
   * @param ids {@code [N, L]} int64, L at most the longest
   * @param memory {@code [N, T, width]}
   * @param training whether dropout drops
   * @return {@code [N, L, words]}, the caller's scope's
   */
  public Tensor forward(Tensor ids, Tensor memory, boolean training) {
    return embedding.logits(norm.forward(states(ids, memory, training)));
  }

  /**
   * The logits of the next word after the last one alone, without dropout.
   *
   * @return {@code [N, words]}, the caller's scope's
   */
  public Tensor next(Tensor ids, Tensor memory) {
    return embedding.logits(norm.forward(states(ids, memory, false).select(1, -1)));
  }

  private Tensor states(Tensor ids, Tensor memory, boolean training) {
    Tensor x = torch.dropout(embedding.forward(ids), spec.dropout(), training);
    for (DecoderLayer layer : layers) {
      x = layer.forward(x, memory, training);
    }
    return x;
  }

  /** The decoder as a graph with {@link #IDS}, {@link #MEMORY} and {@link #LOGITS}. */
  public OnnxGraph export() {
    OnnxGraph graph = new OnnxGraph();
    graph.wholeNumbers(IDS, "N", "L").input(MEMORY, "N", "T", Integer.toString(spec.width()));
    String length =
        graph.node(
            "Shape", List.of(IDS), OnnxGraph.attribute("start", 1), OnnxGraph.attribute("end", 2));
    String mask = mask(graph, length);
    String x = embedding.export(graph, IDS, length);
    for (DecoderLayer layer : layers) {
      x = layer.export(graph, x, MEMORY, mask);
    }
    String logits = embedding.exportLogits(graph, norm.export(graph, x));
    graph.named(LOGITS, "Identity", List.of(logits));
    return graph.output(LOGITS, "N", "L", Integer.toString(words));
  }

  /** {@code [L, L]}: nothing up to a word's own place, and what hides later ones. */
  private String mask(OnnxGraph graph, String length) {
    float[] later = new float[longest * longest];
    for (int row = 0; row < longest; row++) {
      Arrays.fill(later, row * longest + row + 1, (row + 1) * longest, HIDDEN);
    }
    return graph.node(
        "Slice",
        List.of(
            graph.constant("mask", later, longest, longest),
            graph.constant("mask.first", 0, 0),
            graph.node("Concat", List.of(length, length), OnnxGraph.attribute("axis", 0)),
            graph.constant("mask.axes", 0, 1)));
  }
}
