package org.ocellus.trainer.transformer;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.ocellus.trainer.network.Weights;
import org.ocellus.trainer.onnx.OnnxGraph;

/**
 * A layer of a transformer's decoder: words ask the words before them, then the picture, then a
 * feed-forward part; each part is normalised before it (Xiong et al., "On layer normalization in
 * the transformer architecture", 2020) and added to what came in.
 */
final class DecoderLayer {
  private final double dropout;
  private final LayerNorm wordsNorm;
  private final Attention words;
  private final LayerNorm pictureNorm;
  private final Attention picture;
  private final LayerNorm forwardNorm;
  private final FeedForward forward;

  DecoderLayer(Weights weights, String name, DecoderSpec spec) {
    dropout = spec.dropout();
    wordsNorm = new LayerNorm(weights, name + ".words_norm", spec.width());
    words = new Attention(weights, name + ".words", spec.width(), spec.heads());
    pictureNorm = new LayerNorm(weights, name + ".picture_norm", spec.width());
    picture = new Attention(weights, name + ".picture", spec.width(), spec.heads());
    forwardNorm = new LayerNorm(weights, name + ".forward_norm", spec.width());
    forward = new FeedForward(weights, name + ".forward", spec.width(), spec.feedForward());
  }

  /**
   * Runs the layer.
   *
   * @param x words, {@code [N, L, width]}
   * @param memory places of the picture, {@code [N, T, width]}
   */
  Tensor forward(Tensor x, Tensor memory, boolean training) {
    Tensor normal = wordsNorm.forward(x);
    Tensor y = x.add(dropped(words.forward(normal, normal, true), training));
    y = y.add(dropped(picture.forward(pictureNorm.forward(y), memory, false), training));
    return y.add(dropped(forward.forward(forwardNorm.forward(y)), training));
  }

  private Tensor dropped(Tensor x, boolean training) {
    return torch.dropout(x, dropout, training);
  }

  /**
   * Writes the layer into a graph.
   *
   * @param mask what hides later words
   */
  String export(OnnxGraph graph, String x, String memory, String mask) {
    String normal = wordsNorm.export(graph, x);
    String y = graph.node("Add", List.of(x, words.export(graph, normal, normal, mask)));
    String asked = picture.export(graph, pictureNorm.export(graph, y), memory, null);
    y = graph.node("Add", List.of(y, asked));
    return graph.node("Add", List.of(y, forward.export(graph, forwardNorm.export(graph, y))));
  }
}
