package org.ocellus.trainer.transformer;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.ocellus.trainer.network.Weights;
import org.ocellus.trainer.onnx.OnnxGraph;

/**
 * What a decoder sees of a picture: each place of an image network's last planes, normalised,
 * brought to the decoder's width, and told where it is. Its weights belong to the {@link Weights}
 * it is made with.
 */
public final class PicturePlaces {
  private final int channels;
  private final int places;
  private final int width;
  private final LayerNorm planesNorm;
  private final Dense projection;
  private final Tensor positions;
  private final LayerNorm norm;

  /**
   * Makes one that knows nothing.
   *
   * @param channels how many planes there are
   * @param places height times width of a plane
   * @param width the decoder's
   */
  public PicturePlaces(Weights weights, int channels, int places, int width) {
    this.channels = channels;
    this.places = places;
    this.width = width;
    planesNorm = new LayerNorm(weights, "places.planes_norm", channels);
    projection = new Dense(weights, "places.projection", channels, width);
    positions = weights.normal("places.positions", 0.02, places, width);
    norm = new LayerNorm(weights, "places.norm", width);
  }

  /**
   * The places.
   *
   * @param planes {@code [N, C, T]}, the plane's rows one after the other
   * @return {@code [N, T, width]}, the caller's scope's
   */
  public Tensor forward(Tensor planes) {
    Tensor projected = projection.forward(planesNorm.forward(planes.transpose(1, 2)));
    return norm.forward(projected.add(positions));
  }

  /**
   * Writes it as a graph of its own.
   *
   * @param input the planes {@code [N, C, H, W]}
   * @param output {@code [N, T, width]}
   */
  public OnnxGraph export(String input, String output) {
    OnnxGraph graph = new OnnxGraph();
    graph.input(input, "N", Integer.toString(channels), "H", "W");
    String rows =
        graph.node("Reshape", List.of(input, graph.constant("rows", 0, channels, places)));
    String turned =
        graph.node("Transpose", List.of(rows), OnnxGraph.attribute("perm", new long[] {0, 2, 1}));
    String projected = projection.export(graph, planesNorm.export(graph, turned));
    String where = graph.constant("positions", Weights.toArray(positions), places, width);
    String placed = graph.node("Add", List.of(projected, where));
    graph.named(output, "Identity", List.of(norm.export(graph, placed)));
    return graph.output(output, "N", Integer.toString(places), Integer.toString(width));
  }
}
