package org.ocellus.model;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns sentences into vectors, in the space that they share with the pictures of a model that
 * gives these a {@linkplain Prediction#textEmbedding place} there. Safe for use by any number of
 * threads.
 *
 * <p>A sentence's vector is the mean of its tokens' over the attention mask, at unit length
 * (Reimers and Gurevych, "Sentence-BERT", EMNLP 2019), or an output of the network; then it may be
 * projected. It does not depend on the sentences beside it. Tokens beyond the tokenizer's limit are
 * left out: 128 of all-MiniLM, some ninety words.
 */
public final class TextEncoder implements AutoCloseable {
  /** Changes with what our code makes of the parts. */
  private static final String CODE_VERSION = "1";

  private final String name;
  private final SentenceNetwork network;
  private final @Nullable Projection projection;
  private final Fingerprint fingerprint;

  /**
   * @param model what messages call the model it belongs to
   * @param pictures what makes pictures vectors of the same space; empty for nothing
   * @param threads how many threads one run uses
   */
  TextEncoder(String model, TextParts parts, String pictures, int threads) throws IOException {
    name = model + ", sentence encoder " + parts.encoder();
    byte[] graph = parts.graph();
    byte[] json = parts.tokenizerJson();
    byte[] projecting = parts.projectionGraph();
    network = new SentenceNetwork(name, parts, graph, json, threads);
    try {
      projection =
          projecting == null
              ? null
              : new Projection(
                  model + ", " + parts.projection(), projecting, network.dimension(), threads);
    } catch (ModelException e) {
      network.close();
      throw e;
    }
    fingerprint =
        Fingerprint.of(
            Map.of(
                "encoder",
                Fingerprint.sha256(graph),
                "tokenizer",
                Fingerprint.sha256(json),
                "tokens",
                network.tokens(),
                "output",
                network.output(),
                "pooling",
                network.isMean() ? TextParts.MEAN : "none",
                "projection",
                projecting == null ? "none" : Fingerprint.sha256(projecting),
                "pictures",
                pictures,
                "code",
                CODE_VERSION));
  }

  /**
   * Opens a sentence encoder that lies on the class path, such as {@code all-minilm-l6-v2-q},
   * without a projection; for who trains one.
   *
   * @param encoder its graph is the resource of this name and {@code .onnx}, its tokenizer that of
   *     this name and {@code -tokenizer.json}
   * @param threads how many threads one run uses, at least 1
   * @throws ModelException if it is not there; the message says what to add
   * @throws IllegalArgumentException if threads is below 1
   */
  public static TextEncoder onClassPath(String encoder, int threads) throws IOException {
    Model.requireThreads(threads);
    TextParts parts = TextParts.onClassPath(encoder);
    String missing = parts.missing();
    if (missing != null) {
      throw new ModelException("this program " + missing);
    }
    return new TextEncoder("class path", parts, "", threads);
  }

  /** The length of its vectors. */
  public int dimension() {
    return projection == null ? network.dimension() : projection.dimension();
  }

  /** The space of its vectors, and of those of the model's pictures. */
  public Fingerprint fingerprint() {
    return fingerprint;
  }

  /**
   * The vectors of these sentences, not normalised, in their order.
   *
   * @throws ModelException if the network fails
   * @throws IllegalArgumentException if a sentence is blank
   * @throws IllegalStateException if this is closed
   */
  public List<float[]> embed(List<String> sentences) throws ModelException {
    for (int i = 0; i < sentences.size(); i++) {
      if (sentences.get(i).isBlank()) {
        throw new IllegalArgumentException(
            "sentence %d of %d is blank: a sentence needs words"
                .formatted(i + 1, sentences.size()));
      }
    }
    List<float[]> vectors = new ArrayList<>();
    for (String sentence : sentences) {
      vectors.add(embed(sentence));
    }
    return vectors;
  }

  private float[] embed(String sentence) throws ModelException {
    float[] pooled = network.embed(sentence);
    float[] vector = projection == null ? pooled : projection.apply(pooled);
    for (float value : vector) {
      if (!Float.isFinite(value)) {
        throw new ModelException(name + " gave " + value);
      }
    }
    return vector;
  }

  /**
   * Frees its native memory, after waiting for runs under way. One that a {@link Model} gave is
   * closed with it.
   */
  @Override
  public void close() {
    network.close();
    if (projection != null) {
      projection.close();
    }
  }
}
