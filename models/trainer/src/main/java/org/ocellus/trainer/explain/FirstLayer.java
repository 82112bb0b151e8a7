package org.ocellus.trainer.explain;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.ocellus.image.Tensor;
import org.ocellus.model.ModelException;
import org.ocellus.trainer.onnx.GraphRun;
import org.ocellus.trainer.onnx.Values;

/**
 * The kernels of a network's first convolution and what they make of a picture.
 *
 * @param name the name of the convolution's output
 * @param kernels {@code [out, 3, height, width]}
 * @param answers the convolution's output for one picture, {@code [1, out, height, width]}
 */
record FirstLayer(String name, Values kernels, Values answers) {

  /**
   * Finds it and runs it.
   *
   * @return empty if there is none, or if it takes other than three channels
   * @throws ModelException if the network fails
   */
  static Optional<FirstLayer> of(ModelProto model, Tensor picture, int threads)
      throws ModelException {
    List<NodeProto> convolutions = convolutions(model.getGraph());
    if (convolutions.isEmpty()) {
      return Optional.empty();
    }
    NodeProto first = convolutions.getFirst();
    String weight = first.getInput(1);
    String output = first.getOutput(0);
    try (GraphRun run = new GraphRun(model, List.of(weight, output), threads)) {
      Map<String, Values> values = run.run(List.of(picture));
      Values kernels = values.get(weight);
      Values answers = values.get(output);
      return kernels.shape().length == 4 && kernels.shape()[1] == 3
          ? Optional.of(new FirstLayer(output, kernels, answers))
          : Optional.empty();
    }
  }

  private static List<NodeProto> convolutions(GraphProto graph) {
    return graph.getNodeList().stream().filter(node -> node.getOpType().equals("Conv")).toList();
  }

  /** How many kernels there are. */
  int size() {
    return Math.toIntExact(kernels.shape()[0]);
  }

  /** The weights of a kernel for red, green and blue. */
  List<Plane> kernel(int number) {
    int height = Math.toIntExact(kernels.shape()[2]);
    int width = Math.toIntExact(kernels.shape()[3]);
    return IntStream.range(0, 3)
        .mapToObj(
            colour ->
                Plane.of(kernels.data(), (3 * number + colour) * width * height, width, height))
        .toList();
  }

  /** What a kernel answers at each place of the picture. */
  Plane answer(int number) {
    int height = Math.toIntExact(answers.shape()[2]);
    int width = Math.toIntExact(answers.shape()[3]);
    return Plane.of(answers.data(), number * width * height, width, height);
  }
}
