package org.ocellus.trainer.transformer;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.ocellus.trainer.network.Weights;
import org.ocellus.trainer.onnx.OnnxGraph;

/** Two fully connected layers with a ReLU between them, at each place by itself. */
final class FeedForward {
  private final Dense up;
  private final Dense down;

  FeedForward(Weights weights, String name, int width, int middle) {
    up = new Dense(weights, name + ".up", width, middle);
    down = new Dense(weights, name + ".down", middle, width);
  }

  Tensor forward(Tensor x) {
    return down.forward(torch.relu(up.forward(x)));
  }

  String export(OnnxGraph graph, String x) {
    return down.export(graph, graph.node("Relu", List.of(up.export(graph, x))));
  }
}
