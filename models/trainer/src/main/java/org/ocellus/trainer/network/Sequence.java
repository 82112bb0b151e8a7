package org.ocellus.trainer.network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.ocellus.trainer.onnx.OnnxGraph;

/**
 * Layers one after the other. A layer's name is its type and its number among those of its type in
 * the sequence, as in "conv3", after the sequence's prefix.
 */
final class Sequence implements Block {
  private final List<String> names = new ArrayList<>();
  private final List<Block> blocks = new ArrayList<>();

  Sequence(List<Layer> layers, Weights weights, String prefix, Shape input) {
    walk(
        layers,
        prefix,
        input,
        (name, layer, shape) -> {
          names.add(name);
          blocks.add(layer.build(weights, name, shape));
        });
  }

  /** Sees each layer with its name and input. */
  interface Visitor {
    void visit(String name, Layer layer, Shape input);
  }

  /**
   * Goes through layers and returns the last one's output.
   *
   * @throws MisfitException if one cannot take its input, beginning with its name
   */
  static Shape walk(List<Layer> layers, String prefix, Shape input, Visitor visitor) {
    Map<String, Integer> numbers = new HashMap<>();
    Shape shape = input;
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = layers.get(i);
      String name = prefix + layer.type() + numbers.merge(layer.type(), 1, Integer::sum);
      Shape output;
      try {
        output = layer.output(shape);
      } catch (MisfitException e) {
        throw e.within(List.of(i, layer.type()), name + "." + e.getMessage());
      } catch (IllegalArgumentException e) {
        throw new MisfitException(name + ": " + e.getMessage(), List.of(i), e);
      }
      visitor.visit(name, layer, shape);
      shape = output;
    }
    return shape;
  }

  static Shape output(List<Layer> layers, String prefix, Shape input) {
    return walk(layers, prefix, input, (name, layer, shape) -> {});
  }

  /** The same; what does not fit is found by going {@code steps}. */
  static Shape output(List<Layer> layers, String prefix, Shape input, Object... steps) {
    try {
      return output(layers, prefix, input);
    } catch (MisfitException e) {
      throw e.within(List.of(steps), String.valueOf(e.getMessage()));
    }
  }

  static long parameters(List<Layer> layers, Shape input) {
    long[] sum = {0};
    walk(layers, "", input, (name, layer, shape) -> sum[0] += layer.parameters(shape));
    return sum[0];
  }

  static long macs(List<Layer> layers, Shape input) {
    long[] sum = {0};
    walk(layers, "", input, (name, layer, shape) -> sum[0] += layer.macs(shape));
    return sum[0];
  }

  @Override
  public Tensor forward(Tensor x, boolean training) {
    Tensor y = x;
    for (Block block : blocks) {
      y = block.forward(y, training);
    }
    return y;
  }

  /** Writes the layers, batch normalisation folded into the convolution before it. */
  @Override
  public String export(OnnxGraph graph, String x) {
    String y = x;
    for (int i = 0; i < blocks.size(); i++) {
      String around = graph.layer(names.get(i));
      if (blocks.get(i) instanceof Convolution.Trained conv
          && i + 1 < blocks.size()
          && blocks.get(i + 1) instanceof BatchNorm.Trained norm) {
        y = conv.export(graph, y, norm);
        i++;
      } else {
        y = blocks.get(i).export(graph, y);
      }
      graph.layer(around);
    }
    return y;
  }

  @Override
  public List<Block> parts() {
    return List.copyOf(blocks);
  }
}
