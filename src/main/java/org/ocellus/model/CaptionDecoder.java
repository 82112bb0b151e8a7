package org.ocellus.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An ONNX graph from begun sentences, and what is seen of their pictures, to the logits of the next
 * token. Sentences are short, so each step runs the whole of them: inputs for past keys and values,
 * and outputs of them, are left empty.
 */
final class CaptionDecoder implements AutoCloseable {
  private static final String IDS = "input_ids";
  private static final String SEEN = "encoder_hidden_states";
  private static final String MASK = "encoder_attention_mask";
  private static final String WORDS = "attention_mask";
  private static final String CACHE = "use_cache_branch";
  private static final String PAST = "past_key_values.";
  private static final String LOGITS = "logits";

  private final OnnxSession session;

  CaptionDecoder(String name, byte[] graph, int threads) throws ModelException {
    session = new OnnxSession(name + ", decoder", graph, threads);
    try {
      Set<String> known = Set.of(IDS, SEEN, MASK, WORDS, CACHE);
      boolean all =
          session.inputs().stream().allMatch(i -> known.contains(i) || i.startsWith(PAST));
      if (!all
          || !session.inputs().containsAll(List.of(IDS, SEEN))
          || !session.outputs().contains(LOGITS)) {
        throw new ModelException(
            "%s: its decoder takes %s and gives %s: expected %s, %s and what Hugging Face adds, and %s"
                .formatted(name, session.inputs(), session.outputs(), IDS, SEEN, LOGITS));
      }
      TensorInfo logits = session.output(LOGITS);
      if (!OnnxSession.isFloat(logits.type) || logits.getShape().length != 3) {
        throw new ModelException(
            "%s: its decoder gives %s %s: expected FLOAT or FLOAT16 [N, tokens, words]"
                .formatted(name, logits.type, OnnxSession.shape(logits.getShape())));
      }
    } catch (ModelException e) {
      session.close();
      throw e;
    }
  }

  /**
   * The logits after the last token of each sentence.
   *
   * @param seen what is seen of the picture of each
   * @param begun their tokens, all of one length
   */
  float[][] logits(List<CaptionEncoder.Seen> seen, long[][] begun) throws ModelException {
    return session.run(
        (environment, graph) -> {
          Map<String, OnnxTensor> inputs = new HashMap<>();
          try {
            for (String input : session.inputs()) {
              inputs.put(input, tensor(environment, input, seen, begun));
            }
            try (OrtSession.Result result = graph.run(inputs, Set.of(LOGITS))) {
              return last((OnnxTensor) result.get(LOGITS).orElseThrow(), begun.length);
            }
          } finally {
            inputs.values().forEach(OnnxTensor::close);
          }
        });
  }

  private static float[][] last(OnnxTensor logits, int sentences) {
    int words = Math.toIntExact(logits.getInfo().getShape()[2]);
    FloatBuffer values = logits.getFloatBuffer();
    int each = values.remaining() / sentences;
    float[][] last = new float[sentences][words];
    for (int i = 0; i < sentences; i++) {
      values.get((i + 1) * each - words, last[i]);
    }
    return last;
  }

  private OnnxTensor tensor(
      OrtEnvironment environment, String input, List<CaptionEncoder.Seen> seen, long[][] begun)
      throws OrtException, ModelException {
    int rows = begun.length;
    int places = seen.getFirst().places();
    return switch (input) {
      case IDS ->
          session.wholes(
              input,
              Arrays.stream(begun).flatMapToLong(Arrays::stream).toArray(),
              new long[] {rows, begun[0].length});
      case SEEN -> {
        int length = seen.getFirst().values().length;
        FloatBuffer values = FloatBuffer.allocate(Math.multiplyExact(rows, length));
        seen.forEach(each -> values.put(each.values()));
        yield session.floats(input, values.flip(), new long[] {rows, places, length / places});
      }
      case MASK -> ones(input, rows, places);
      case WORDS -> ones(input, rows, begun[0].length);
      case CACHE -> OnnxTensor.createTensor(environment, new boolean[] {false});
      default -> {
        // [N, heads, tokens, width]: none are past.
        long[] shape = session.input(input).getShape();
        shape[0] = rows;
        for (int i = 1; i < shape.length; i++) {
          shape[i] = Math.max(shape[i], 0);
        }
        yield session.floats(input, FloatBuffer.allocate(OnnxSession.size(shape)), shape);
      }
    };
  }

  private OnnxTensor ones(String input, int rows, int columns) throws OrtException, ModelException {
    long[] ones = new long[rows * columns];
    Arrays.fill(ones, 1);
    return session.wholes(input, ones, new long[] {rows, columns});
  }

  @Override
  public void close() {
    session.close();
  }
}
