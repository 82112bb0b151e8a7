package org.ocellus.trainer.network;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.ocellus.trainer.onnx.OnnxGraph;

/**
 * A network with weights, trainable by libtorch. Owns its weights' native memory until closed;
 * everything else it makes belongs to the caller's {@code PointerScope}. Not safe for use by
 * several threads.
 */
public final class Network implements AutoCloseable {
  private final NetworkSpec spec;
  private final Weights weights;
  private final Sequence body;
  private final Map<String, Tensor> bodyWeights;
  private final Map<String, Tensor> headWeights;
  private final Map<String, Sequence> heads = new LinkedHashMap<>();

  /**
   * Creates the network that {@code spec} describes.
   *
   * @param seed of the initial weights: the same seed gives the same weights
   */
  public Network(NetworkSpec spec, long seed) {
    this.spec = spec;
    weights = new Weights(seed);
    body = new Sequence(spec.body(), weights, "", spec.input());
    bodyWeights = new LinkedHashMap<>(weights.all());
    Shape embedding = Shape.vector(spec.dimension());
    spec.heads()
        .forEach(
            (name, layers) ->
                heads.put(name, new Sequence(layers, weights, name + ".", embedding)));
    headWeights = new LinkedHashMap<>(weights.all());
    headWeights.keySet().removeAll(bodyWeights.keySet());
  }

  /**
   * Runs the network.
   *
   * @param pictures {@code [N, C, H, W]} normalised pictures, best in channels-last layout
   * @param training whether batch normalisation uses, and learns from, this batch, and dropout
   *     drops
   */
  public Outputs forward(Tensor pictures, boolean training) {
    Tensor embedding = body.forward(pictures, training);
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    heads.forEach((name, head) -> outputs.put(name, head.forward(embedding, training)));
    return new Outputs(embedding, outputs);
  }

  /**
   * Writes the network as it computes in inference, and names its outputs.
   *
   * @param x name of the graph's input
   * @param temperature what the head {@code logits}, if there is one, is divided by
   */
  public void export(OnnxGraph graph, String x, double temperature) {
    String embedding = body.export(graph, x);
    graph.named(NetworkSpec.EMBEDDING, "Identity", List.of(embedding));
    graph.output(NetworkSpec.EMBEDDING, spec.output(NetworkSpec.EMBEDDING).batch());
    heads.forEach(
        (name, head) -> {
          String value = head.export(graph, embedding);
          if (name.equals(NetworkSpec.LOGITS)) {
            float[] divisor = {(float) temperature};
            graph.named(
                name, "Div", List.of(value, graph.constant(name + ".temperature", divisor)));
          } else {
            graph.named(name, "Identity", List.of(value));
          }
          graph.output(name, spec.output(name).batch());
        });
  }

  /** Shows a network some pictures, by running it in inference. */
  public interface Showing {
    /** Shows them all. */
    void run() throws InterruptedException;
  }

  /**
   * Takes the statistics that batch normalisation lacks after {@link ExportedWeights#copyTo}, the
   * mean of each batch's, from pictures. What the network computes in inference stays the same,
   * meanwhile and afterwards; in training it is about the same for pictures like these.
   */
  public void takeStatistics(Showing showing) throws InterruptedException {
    List<BatchNorm.Trained> norms =
        Stream.concat(Stream.of(body), heads.values().stream())
            .flatMap(Network::norms)
            .filter(BatchNorm.Trained::lacksStatistics)
            .toList();
    norms.forEach(BatchNorm.Trained::watch);
    try {
      showing.run();
    } finally {
      norms.forEach(BatchNorm.Trained::settle);
    }
  }

  private static Stream<BatchNorm.Trained> norms(Block block) {
    return block instanceof BatchNorm.Trained norm
        ? Stream.of(norm)
        : block.parts().stream().flatMap(Network::norms);
  }

  /** The network as data. */
  public NetworkSpec spec() {
    return spec;
  }

  /** The weights and running statistics. */
  public Weights weights() {
    return weights;
  }

  /** The tensors of the body alone, by name. */
  public Map<String, Tensor> bodyWeights() {
    return Collections.unmodifiableMap(bodyWeights);
  }

  /** The weights of the heads by name, without those of the objective. */
  public Map<String, Tensor> headWeights() {
    return Collections.unmodifiableMap(headWeights);
  }

  Sequence body() {
    return body;
  }

  Map<String, Sequence> heads() {
    return Collections.unmodifiableMap(heads);
  }

  /** The weights of one head. */
  Map<String, Tensor> headWeights(String head) {
    Map<String, Tensor> own = new LinkedHashMap<>(headWeights);
    own.keySet().removeIf(name -> !name.startsWith(head + "."));
    return own;
  }

  @Override
  public void close() {
    weights.close();
  }
}
