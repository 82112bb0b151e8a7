package org.ocellus.trainer.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.FloatBuffer;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ocellus.image.Tensor;
import org.ocellus.model.ModelException;
import org.ocellus.model.OnnxRuntime;

/**
 * Runs an image network and gives any values inside it, not its outputs alone: ONNX Runtime is
 * shown a copy of the graph in which they are outputs too. Holds native memory until closed. For
 * use by one thread.
 */
public final class GraphRun implements AutoCloseable {
  private final OrtEnvironment environment;
  private final Set<String> names;
  private final OrtSession session;
  private final String input;
  private final long fixedBatch;

  /**
   * Opens a graph with one input of pictures, {@code [N, C, H, W]}.
   *
   * @param model left as it is
   * @param names float values: those of nodes, and initializers
   * @param threads how many threads a run uses, at least 1
   * @throws ModelException if ONNX Runtime refuses the graph, has no such value, or the input is
   *     not one of pictures
   */
  public GraphRun(ModelProto model, Collection<String> names, int threads) throws ModelException {
    this.names = new LinkedHashSet<>(names);
    environment = OnnxRuntime.environment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      session = environment.createSession(exposing(model, names).toByteArray(), options);
    } catch (OrtException e) {
      throw new ModelException("ONNX Runtime cannot read the graph: " + e.getMessage(), e);
    }
    input = session.getInputNames().iterator().next();
    long[] shape = inputShape();
    if (session.getNumInputs() != 1 || shape.length != 4) {
      close();
      throw new ModelException(
          "an image network has one input [N, C, H, W], this one has " + session.getInputNames());
    }
    fixedBatch = shape[0];
  }

  static ModelProto exposing(ModelProto model, Collection<String> names) {
    Set<String> outputs = new HashSet<>();
    GraphProto.Builder graph = model.getGraph().toBuilder();
    graph.getOutputList().forEach(output -> outputs.add(output.getName()));
    for (String name : names) {
      if (outputs.add(name)) {
        // ONNX Runtime infers type and shape.
        graph.addOutput(ValueInfoProto.newBuilder().setName(name));
      }
    }
    return model.toBuilder().setGraph(graph).build();
  }

  private long[] inputShape() throws ModelException {
    try {
      return session.getInputInfo().get(input).getInfo() instanceof TensorInfo tensor
          ? tensor.getShape()
          : new long[0];
    } catch (OrtException e) {
      throw new ModelException("the graph's input cannot be told: " + e.getMessage(), e);
    }
  }

  /**
   * The values for these pictures, by name, in the order in which they were asked for. Where the
   * graph's batch is fixed, the last picture is repeated to fill it, and the values have rows for
   * the repetitions too.
   *
   * @param pictures each {@code [1, C, H, W]}; at least one, and no more than a fixed batch
   * @throws ModelException if the network fails
   * @throws IllegalArgumentException if there are too few or too many pictures
   */
  public Map<String, Values> run(List<Tensor> pictures) throws ModelException {
    if (pictures.isEmpty() || fixedBatch > 0 && pictures.size() > fixedBatch) {
      throw new IllegalArgumentException(
          "pictures must be from 1 to %s, got %d"
              .formatted(fixedBatch > 0 ? fixedBatch : "any number", pictures.size()));
    }
    if (names.isEmpty()) {
      return Map.of(); // for which ONNX Runtime would not run
    }
    long[] shape = pictures.getFirst().shape().clone();
    shape[0] = fixedBatch > 0 ? fixedBatch : pictures.size();
    FloatBuffer data =
        FloatBuffer.allocate(Math.toIntExact(shape[0] * shape[1] * shape[2] * shape[3]));
    for (int i = 0; i < shape[0]; i++) {
      data.put(pictures.get(Math.min(i, pictures.size() - 1)).data());
    }
    try (OnnxTensor tensor = OnnxTensor.createTensor(environment, data.flip(), shape);
        OrtSession.Result result = session.run(Map.of(input, tensor), names)) {
      Map<String, Values> values = new LinkedHashMap<>();
      for (String name : names) {
        values.put(name, values((OnnxTensor) result.get(name).orElseThrow()));
      }
      return values;
    } catch (OrtException e) {
      throw new ModelException("the network failed: " + e.getMessage(), e);
    }
  }

  private static Values values(OnnxTensor tensor) {
    FloatBuffer floats = tensor.getFloatBuffer();
    float[] data = new float[floats.remaining()];
    floats.get(data);
    return new Values(data, tensor.getInfo().getShape());
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("the network did not close: " + e.getMessage(), e);
    }
  }
}
