package org.ocellus.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ocellus.image.Preprocessing;
import org.ocellus.image.Tensor;

/** An ONNX graph from pictures to what a decoder sees of each: some vectors. */
final class CaptionEncoder implements AutoCloseable {
  private static final String OUTPUT = "last_hidden_state";

  private final OnnxSession session;
  private final PictureInput input;

  CaptionEncoder(String name, byte[] graph, Preprocessing preprocessing, int threads)
      throws ModelException {
    session = new OnnxSession(name + ", encoder", graph, threads);
    try {
      if (session.inputs().size() != 1 || !session.outputs().contains(OUTPUT)) {
        throw new ModelException(
            "%s: its encoder takes %s and gives %s: expected pictures alone, and %s"
                .formatted(name, session.inputs(), session.outputs(), OUTPUT));
      }
      input =
          new PictureInput(name + ", encoder", session, PictureInput.of(session), preprocessing);
      TensorInfo output = session.output(OUTPUT);
      if (!OnnxSession.isFloat(output.type) || output.getShape().length != 3) {
        throw new ModelException(
            "%s: its encoder gives %s %s: expected FLOAT or FLOAT16 [N, places, D]"
                .formatted(name, output.type, OnnxSession.shape(output.getShape())));
      }
    } catch (ModelException e) {
      session.close();
      throw e;
    }
  }

  /**
   * What is seen of a picture.
   *
   * @param values row by row
   * @param places how many rows there are
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Seen(float[] values, int places) {}

  List<Seen> see(List<Tensor> pictures) throws ModelException {
    input.check(pictures);
    List<Seen> seen = new ArrayList<>();
    for (List<Tensor> together : input.runs(pictures)) {
      seen.addAll(together(together));
    }
    return seen;
  }

  private List<Seen> together(List<Tensor> pictures) throws ModelException {
    return session.run(
        (environment, graph) ->
            input.with(
                pictures,
                batch -> {
                  try (OrtSession.Result result =
                      graph.run(Map.of(input.name(), batch), Set.of(OUTPUT))) {
                    OnnxTensor output = (OnnxTensor) result.get(OUTPUT).orElseThrow();
                    long[] shape = output.getInfo().getShape();
                    FloatBuffer values = output.getFloatBuffer();
                    int each = values.remaining() / Math.toIntExact(shape[0]);
                    return pictures.stream()
                        .map(
                            one -> {
                              float[] seen = new float[each];
                              values.get(seen);
                              return new Seen(seen, Math.toIntExact(shape[1]));
                            })
                        .toList();
                  }
                }));
  }

  @Override
  public void close() {
    session.close();
  }
}
