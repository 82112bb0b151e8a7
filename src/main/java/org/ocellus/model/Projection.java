package org.ocellus.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.FloatBuffer;
import java.util.Map;

/**
 * An ONNX graph from one vector to another. Any number of threads may run it at once; {@link
 * #close} waits for those that do.
 */
final class Projection implements AutoCloseable {
  private final OnnxSession session;
  private final String input;
  private final String output;
  private final int dimension;

  /**
   * @param from the length of the vectors that it is given
   * @throws ModelException if the graph is not from those to others
   */
  Projection(String name, byte[] graph, int from, int threads) throws ModelException {
    session = new OnnxSession(name, graph, threads);
    try {
      if (session.inputs().size() != 1 || session.outputs().size() != 1) {
        throw new ModelException(
            "%s: a projection has one input and one output, this one has %s and %s"
                .formatted(name, session.inputs(), session.outputs()));
      }
      input = session.inputs().iterator().next();
      output = session.outputs().iterator().next();
      long[] given = session.input(input).getShape();
      TensorInfo info = session.output(output);
      long[] made = info.getShape();
      boolean fits = given.length == 2 && given[0] <= 1 && given[1] == from;
      if (!fits || made.length != 2 || made[1] < 1 || !OnnxSession.isFloat(info.type)) {
        throw new ModelException(
            "%s: it goes from %s to %s, expected from [N, %d], as the sentences have it, to [N, D]"
                .formatted(name, OnnxSession.shape(given), OnnxSession.shape(made), from));
      }
      session.requireFloats(input);
      dimension = Math.toIntExact(made[1]);
    } catch (ModelException e) {
      session.close();
      throw e;
    }
  }

  /** The length of what it gives. */
  int dimension() {
    return dimension;
  }

  float[] apply(float[] vector) throws ModelException {
    return session.run(
        (environment, graph) -> {
          long[] shape = {1, vector.length};
          try (OnnxTensor tensor = session.floats(input, FloatBuffer.wrap(vector), shape);
              OrtSession.Result result = graph.run(Map.of(input, tensor))) {
            float[] projected = new float[dimension];
            ((OnnxTensor) result.get(0)).getFloatBuffer().get(projected);
            return projected;
          }
        });
  }

  @Override
  public void close() {
    session.close();
  }
}
