package org.ocellus.trainer.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.List;
import java.util.function.UnaryOperator;

/** One graph continued by another. */
public final class Graft {
  private Graft() {}

  /**
   * A model with one output more, which another model computes of one of its outputs. The names of
   * what is added begin with the new output's. The operators of the addition must mean the same in
   * the model's own opset.
   *
   * @param model left as it is
   * @param from the output that is continued; stays
   * @param addition a model of one input and one output
   * @param output the new output's name
   * @throws IllegalArgumentException if the model has no output {@code from}, or has one of the new
   *     name, or if the addition has several inputs or outputs
   */
  public static ModelProto onto(ModelProto model, String from, ModelProto addition, String output) {
    GraphProto added = addition.getGraph();
    List<String> outputs =
        model.getGraph().getOutputList().stream().map(ValueInfoProto::getName).toList();
    if (!outputs.contains(from) || outputs.contains(output)) {
      throw new IllegalArgumentException(
          "a graph with the outputs %s cannot get an output '%s' made of '%s'"
              .formatted(outputs, output, from));
    }
    if (added.getInputCount() != 1 || added.getOutputCount() != 1) {
      throw new IllegalArgumentException(
          "the addition has %d inputs and %d outputs; it needs one of each"
              .formatted(added.getInputCount(), added.getOutputCount()));
    }
    String input = added.getInput(0).getName();
    String result = added.getOutput(0).getName();
    UnaryOperator<String> renamed =
        name ->
            name.isEmpty()
                ? name
                : name.equals(input) ? from : name.equals(result) ? output : output + "/" + name;
    GraphProto.Builder graph = model.getGraph().toBuilder();
    added
        .getInitializerList()
        .forEach(i -> graph.addInitializer(i.toBuilder().setName(renamed.apply(i.getName()))));
    for (NodeProto node : added.getNodeList()) {
      graph.addNode(
          node.toBuilder()
              .setName(renamed.apply(node.getName()))
              .clearInput()
              .addAllInput(node.getInputList().stream().map(renamed).toList())
              .clearOutput()
              .addAllOutput(node.getOutputList().stream().map(renamed).toList()));
    }
    graph.addOutput(added.getOutput(0).toBuilder().setName(output));
    return model.toBuilder().setGraph(graph).build();
  }
}
