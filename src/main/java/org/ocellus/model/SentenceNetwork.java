package org.ocellus.model;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A tokenizer and an ONNX graph from tokens to a vector a sentence. Any number of threads may run
 * it at once; {@link #close} waits for those that do.
 *
 * <p>Sentences run one by one. Batches were no faster on processors, and networks that are
 * quantised as they run, all-MiniLM among them, give a sentence another vector in other company: by
 * cosine as little as 0.98 of its own.
 */
final class SentenceNetwork implements AutoCloseable {
  private static final List<String> SENTENCES = List.of("text_embeds", "sentence_embedding");
  private static final List<String> TOKENS = List.of("last_hidden_state", "token_embeddings");
  private static final String IDS = "input_ids";
  private static final Set<String> INPUTS = Set.of(IDS, "attention_mask", "token_type_ids");

  private final String name;
  private final OnnxSession session;
  private final Tokenizer tokenizer;
  private final int limit;
  private final String output;
  private final boolean mean;
  private final int dimension;

  /**
   * @param limit how many tokens a sentence may have, unless the graph takes a fixed number
   * @param pooling {@link TextParts#MEAN}, or an output; null to go by the usual names
   */
  SentenceNetwork(
      String name, byte[] graph, byte[] json, int limit, @Nullable String pooling, int threads)
      throws ModelException {
    this.name = name;
    session = new OnnxSession(name, graph, threads);
    try {
      checkInputs();
      long fixed = session.input(IDS).getShape()[1];
      this.limit = fixed > 0 ? Math.toIntExact(fixed) : limit;
      output = output(pooling);
      mean = session.output(output).getShape().length == 3;
      dimension = dimension(pooling);
      tokenizer = new Tokenizer(name, json, this.limit, fixed > 0);
    } catch (ModelException e) {
      session.close();
      throw e;
    }
  }

  private void checkInputs() throws ModelException {
    if (!session.inputs().contains(IDS) || !INPUTS.containsAll(session.inputs())) {
      throw new ModelException(
          "%s: it takes %s, but a sentence is given as input_ids and, where wanted, attention_mask and token_type_ids"
              .formatted(name, session.inputs()));
    }
    for (String input : session.inputs()) {
      TensorInfo info = session.input(input);
      long[] shape = info.getShape();
      boolean whole = info.type == OnnxJavaType.INT64 || info.type == OnnxJavaType.INT32;
      if (!whole || shape.length != 2 || shape[0] > 1) {
        throw new ModelException(
            "%s: its input \"%s\" is %s%s: expected INT64 or INT32 [N, tokens] or [1, tokens]"
                .formatted(name, input, info.type, OnnxSession.shape(shape)));
      }
    }
  }

  private String output(@Nullable String pooling) throws ModelException {
    List<String> wanted =
        pooling == null
            ? List.of(SENTENCES.get(0), SENTENCES.get(1), TOKENS.get(0), TOKENS.get(1))
            : pooling.equals(TextParts.MEAN) ? TOKENS : List.of(pooling);
    for (String candidate : wanted) {
      if (session.outputs().contains(candidate)) {
        return candidate;
      }
    }
    throw new ModelException(
        "%s: its outputs are %s, expected %s: name one in config.json as ocellus.text.pooling"
            .formatted(name, session.outputs(), String.join(" or ", wanted)));
  }

  private int dimension(@Nullable String pooling) throws ModelException {
    TensorInfo info = session.output(output);
    long[] shape = info.getShape();
    boolean tokens = TOKENS.contains(output) && !output.equals(pooling);
    if (info.type != OnnxJavaType.FLOAT
        || shape.length != (tokens ? 3 : 2)
        || shape[shape.length - 1] < 1) {
      throw new ModelException(
          "%s: its output \"%s\" is %s%s: expected FLOAT %s with a known D"
              .formatted(
                  name,
                  output,
                  info.type,
                  OnnxSession.shape(shape),
                  tokens ? "[N, tokens, D]" : "[N, D]"));
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

  /** How many tokens of a sentence count. */
  int limit() {
    return limit;
  }

  /** The length of a sentence's vector. */
  int dimension() {
    return dimension;
  }

  float[] embed(String sentence) throws ModelException {
    return session.run(
        (environment, graph) -> {
          Encoding tokens = tokenizer.encode(sentence);
          Map<String, OnnxTensor> inputs = new HashMap<>();
          try {
            for (String input : session.inputs()) {
              inputs.put(input, tensor(environment, input, numbers(input, tokens)));
            }
            try (OrtSession.Result result = graph.run(inputs, Set.of(output))) {
              FloatBuffer values = ((OnnxTensor) result.get(output).orElseThrow()).getFloatBuffer();
              return mean ? mean(values, tokens.getAttentionMask()) : vector(values);
            }
          } finally {
            inputs.values().forEach(OnnxTensor::close);
          }
        });
  }

  private static long[] numbers(String input, Encoding tokens) {
    return switch (input) {
      case IDS -> tokens.getIds();
      case "attention_mask" -> tokens.getAttentionMask();
      default -> tokens.getTypeIds();
    };
  }

  private OnnxTensor tensor(OrtEnvironment environment, String input, long[] numbers)
      throws OrtException, ModelException {
    long[] shape = {1, numbers.length};
    return session.input(input).type == OnnxJavaType.INT64
        ? OnnxTensor.createTensor(environment, LongBuffer.wrap(numbers), shape)
        : OnnxTensor.createTensor(
            environment,
            IntBuffer.wrap(Arrays.stream(numbers).mapToInt(Math::toIntExact).toArray()),
            shape);
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
