package org.ocellus.model;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ocellus.image.Preprocessing;

/**
 * A tokenizer and an ONNX graph from tokens to a vector a sentence. A graph that takes a picture
 * too gets a blank one. Any number of threads may run it at once; {@link #close} waits for those
 * that do.
 *
 * <p>Sentences run one by one. Batches were no faster on processors, and networks that are
 * quantised as they run, all-MiniLM among them, give a sentence another vector in other company: by
 * cosine as little as 0.98 of its own.
 */
final class SentenceNetwork implements AutoCloseable {
  private static final List<String> SENTENCES = List.of("text_embeds", "sentence_embedding");
  private static final List<String> TOKENS = List.of("last_hidden_state", "token_embeddings");
  private static final String POOLER = "pooler_output";
  private static final String IDS = "input_ids";
  private static final String PIXELS = "pixel_values";
  private static final Set<String> WORDS = Set.of(IDS, "attention_mask", "token_type_ids");

  private final String name;
  private final OnnxSession session;
  private final Tokenizer tokenizer;
  private final String tokens;
  private final String output;
  private final boolean mean;
  private final int dimension;

  /** The shape of the picture that the graph wants beside a sentence; null where it wants none. */
  private final long @Nullable [] picture;

  /**
   * @param json the tokenizer
   */
  SentenceNetwork(String name, TextParts parts, byte[] graph, byte[] json, int threads)
      throws IOException {
    this.name = name;
    session = new OnnxSession(name, graph, threads);
    try {
      checkInputs();
      long fixed = session.input(IDS).getShape()[1];
      byte[] config = parts.tokenizerConfig();
      int limit =
          fixed > 0
              ? Math.toIntExact(fixed)
              : Tokenizer.limit(name, json, config, parts.positions());
      picture = picture(parts.pictures());
      output = output(parts.pooling(), parts.siglip());
      mean = isTokens(parts.pooling());
      boolean padded = fixed > 0 || parts.siglip();
      byte[] filling = padded ? Tokenizer.padding(name, json, config) : json;
      tokens =
          padded ? limit + ", filled by " + Fingerprint.sha256(filling) : Integer.toString(limit);
      tokenizer = new Tokenizer(name, filling, limit, padded);
    } catch (IOException e) {
      session.close();
      throw e;
    }
    try {
      dimension = measure();
    } catch (ModelException e) {
      close();
      throw e;
    }
  }

  private void checkInputs() throws ModelException {
    Set<String> others = new HashSet<>(session.inputs());
    others.removeAll(WORDS);
    others.remove(PIXELS);
    if (!session.inputs().contains(IDS) || !others.isEmpty()) {
      throw new ModelException(
          "%s: it takes %s, but a sentence is given as input_ids and, where wanted, attention_mask and token_type_ids"
              .formatted(name, session.inputs()));
    }
    for (String input : session.inputs()) {
      TensorInfo info = session.input(input);
      long[] shape = info.getShape();
      boolean whole = info.type == OnnxJavaType.INT64 || info.type == OnnxJavaType.INT32;
      if (!input.equals(PIXELS) && (!whole || shape.length != 2 || shape[0] > 1)) {
        throw new ModelException(
            "%s: its input \"%s\" is %s%s: expected INT64 or INT32 [N, tokens] or [1, tokens]"
                .formatted(name, input, info.type, OnnxSession.shape(shape)));
      }
    }
  }

  private long @Nullable [] picture(@Nullable Preprocessing pictures) throws ModelException {
    if (pictures == null || !session.inputs().contains(PIXELS)) {
      return null;
    }
    return new PictureInput(name, session, PIXELS, pictures).shape(1);
  }

  private String output(@Nullable String pooling, boolean siglip) throws ModelException {
    List<String> wanted = new ArrayList<>();
    if (pooling == null) {
      wanted.addAll(SENTENCES);
      wanted.addAll(siglip ? List.of(POOLER) : TOKENS);
    } else {
      wanted.addAll(pooling.equals(TextParts.MEAN) ? TOKENS : List.of(pooling));
    }
    for (String candidate : wanted) {
      if (session.outputs().contains(candidate)) {
        return candidate;
      }
    }
    throw new ModelException(
        "%s: its outputs are %s, expected %s: name one in config.json as ocellus.text.pooling"
            .formatted(name, session.outputs(), String.join(" or ", wanted)));
  }

  private boolean isTokens(@Nullable String pooling) {
    return TOKENS.contains(output) && !output.equals(pooling);
  }

  /** As the graph says, else as a sentence shows. */
  private int measure() throws ModelException {
    TensorInfo info = session.output(output);
    long[] shape = info.getShape();
    if (shape.length > 0 && shape[shape.length - 1] < 1 && OnnxSession.isFloat(info.type)) {
      shape =
          session.run(
              (environment, graph) ->
                  run(graph, "a", (result, tokens) -> result.getInfo().getShape()));
    }
    if (!OnnxSession.isFloat(info.type)
        || shape.length != (mean ? 3 : 2)
        || shape[shape.length - 1] < 1) {
      throw new ModelException(
          "%s: its output \"%s\" is %s%s: expected FLOAT or FLOAT16 %s"
              .formatted(
                  name,
                  output,
                  info.type,
                  OnnxSession.shape(shape),
                  mean ? "[N, tokens, D]" : "[N, D]"));
    }
    return Math.toIntExact(shape[shape.length - 1]);
  }

  /** The output taken. */
  String output() {
    return output;
  }

  /** Whether that has a vector a token, of which the mean is taken, at unit length. */
  boolean isMean() {
    return mean;
  }

  /** How many tokens of a sentence count, and how others are filled up, for the fingerprint. */
  String tokens() {
    return tokens;
  }

  /** The length of a sentence's vector. */
  int dimension() {
    return dimension;
  }

  float[] embed(String sentence) throws ModelException {
    return session.run(
        (environment, graph) ->
            run(
                graph,
                sentence,
                (result, tokens) -> {
                  FloatBuffer values = result.getFloatBuffer();
                  return mean ? mean(values, tokens.getAttentionMask()) : vector(values);
                }));
  }

  /** What is made of a sentence's output. */
  private interface Reading<T> {
    T read(OnnxTensor output, Encoding tokens);
  }

  private <T> T run(OrtSession graph, String sentence, Reading<T> reading)
      throws OrtException, ModelException {
    Encoding tokens = tokenizer.encode(sentence);
    Map<String, OnnxTensor> inputs = new HashMap<>();
    try {
      for (String input : session.inputs()) {
        inputs.put(input, tensor(input, tokens));
      }
      try (OrtSession.Result result = graph.run(inputs, Set.of(output))) {
        return reading.read((OnnxTensor) result.get(output).orElseThrow(), tokens);
      }
    } finally {
      inputs.values().forEach(OnnxTensor::close);
    }
  }

  private OnnxTensor tensor(String input, Encoding tokens) throws OrtException, ModelException {
    if (picture != null && input.equals(PIXELS)) {
      return session.floats(input, FloatBuffer.allocate(OnnxSession.size(picture)), picture);
    }
    long[] numbers = numbers(input, tokens);
    return session.wholes(input, numbers, new long[] {1, numbers.length});
  }

  private static long[] numbers(String input, Encoding tokens) {
    return switch (input) {
      case IDS -> tokens.getIds();
      case "attention_mask" -> tokens.getAttentionMask();
      default -> tokens.getTypeIds();
    };
  }

  private float[] vector(FloatBuffer values) {
    float[] vector = new float[dimension];
    values.get(vector);
    return vector;
  }

  /** Σ mᵢ·vᵢ / |Σ mᵢ·vᵢ| over the tokens: dividing by their number changes no direction. */
  private float[] mean(FloatBuffer values, long[] mask) {
    double[] sum = new double[dimension];
    for (int token = 0; token < mask.length; token++) {
      for (int i = 0; mask[token] != 0 && i < dimension; i++) {
        sum[i] += values.get(token * dimension + i);
      }
    }
    double squares = 0;
    for (double v : sum) {
      squares += v * v;
    }
    float[] vector = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      vector[i] = (float) (sum[i] / Math.sqrt(squares));
    }
    return vector;
  }

  @Override
  public void close() {
    session.close();
    tokenizer.close();
  }
}
