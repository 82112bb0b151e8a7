package org.ocellus.model;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ocellus.image.Preprocessing;
import org.ocellus.image.Tensor;

/** An ONNX graph from pictures to what a decoder sees of each: some vectors. */
final class CaptionEncoder implements AutoCloseable {
  private static final String OUTPUT = "last_hidden_state";

  private final String name;
  private final OnnxSession session;
  private final String input;
  private final boolean oneByOne;
  private final long[] picture;

  CaptionEncoder(String name, byte[] graph, Preprocessing preprocessing, int threads)
      throws ModelException {
    this.name = name;
    session = new OnnxSession(name + ", encoder", graph, threads);
    try {
      if (session.inputs().size() != 1 || !session.outputs().contains(OUTPUT)) {
        throw new ModelException(
            "%s: its encoder takes %s and gives %s: expected pictures alone, and %s"
                .formatted(name, session.inputs(), session.outputs(), OUTPUT));
      }
      input = session.inputs().iterator().next();
      picture = new long[] {1, 3, preprocessing.height(), preprocessing.width()};
      long[] shape = session.input(input).getShape();
      if (session.input(input).type != OnnxJavaType.FLOAT || !fits(shape)) {
        throw new ModelException(
            "%s: its encoder takes %s, but its preprocessing gives FLOAT %s"
                .formatted(name, OnnxSession.shape(shape), OnnxSession.shape(picture)));
      }
      oneByOne = shape[0] == 1;
      TensorInfo output = session.output(OUTPUT);
      if (output.type != OnnxJavaType.FLOAT || output.getShape().length != 3) {
        throw new ModelException(
            "%s: its encoder gives %s %s: expected FLOAT [N, places, D]"
                .formatted(name, output.type, OnnxSession.shape(output.getShape())));
      }
    } catch (ModelException e) {
      session.close();
      throw e;
    }
  }

  private boolean fits(long[] shape) {
    boolean fits = shape.length == 4 && shape[0] <= 1;
    for (int i = 1; fits && i < 4; i++) {
      fits = shape[i] < 0 || shape[i] == picture[i];
    }
    return fits;
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
    for (Tensor each : pictures) {
      if (!Arrays.equals(each.shape(), picture)) {
        throw new IllegalArgumentException(
            "a picture has the shape %s, %s takes %s: make it with the captioner's own preprocessing"
                .formatted(OnnxSession.shape(each.shape()), name, OnnxSession.shape(picture)));
      }
    }
    List<Seen> seen = new ArrayList<>();
    int step = oneByOne ? 1 : pictures.size();
    for (int from = 0; from < pictures.size(); from += step) {
      seen.addAll(together(pictures.subList(from, from + step)));
    }
    return seen;
  }

  private List<Seen> together(List<Tensor> pictures) throws ModelException {
    int length = pictures.getFirst().data().length;
    FloatBuffer pixels = FloatBuffer.allocate(Math.multiplyExact(pictures.size(), length));
    pictures.forEach(each -> pixels.put(each.data()));
    long[] shape = picture.clone();
    shape[0] = pictures.size();
    return session.run(
        (environment, graph) -> {
          try (OnnxTensor batch = OnnxTensor.createTensor(environment, pixels.flip(), shape);
              OrtSession.Result result = graph.run(Map.of(input, batch), Set.of(OUTPUT))) {
            OnnxTensor output = (OnnxTensor) result.get(OUTPUT).orElseThrow();
            int places = Math.toIntExact(output.getInfo().getShape()[1]);
            FloatBuffer values = output.getFloatBuffer();
            int each = values.remaining() / pictures.size();
            return pictures.stream()
                .map(
                    one -> {
                      float[] seen = new float[each];
                      values.get(seen);
                      return new Seen(seen, places);
                    })
                .toList();
          }
        });
  }

  @Override
  public void close() {
    session.close();
  }
}
