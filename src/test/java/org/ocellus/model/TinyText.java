package org.ocellus.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A sentence encoder for {@link TinyModel} whose vectors can be computed by hand: each word it
 * knows is a colour, a sentence the mean of its words'. Pictures meet sentences in the model's
 * logits, so that "red" is near to red pictures.
 */
public final class TinyText {
  /** Words by number; any other is grey. */
  static final String[] WORDS = {"[UNK]", "red", "green", "blue", "crimson", "grass", "sky"};

  static final float[] COLOURS = {
    1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0.9f, 0.2f, 0.2f, 0.3f, 0.9f, 0.1f, 0.2f, 0.3f, 0.9f
  };

  static final String TEXT =
      """
      "text": {"encoder": "text_model.onnx", "image_output": "logits"},
      """;

  private TinyText() {}

  /** Writes {@link TinyModel} with this encoder, and returns the folder. */
  public static Path write(Path folder) throws IOException {
    return write(folder, graph(-1), tokenizer("null"), TEXT);
  }

  /** Writes it with a projection, so that its sentences lie in another space. */
  public static Path writeOther(Path folder) throws IOException {
    String projected = TEXT.replace("{", "{\"projection\": \"text_projection.onnx\", ");
    write(folder, graph(-1), tokenizer("null"), projected);
    Files.write(folder.resolve("text_projection.onnx"), projection());
    return folder;
  }

  static Path write(Path folder, byte[] graph, String tokenizer, String text) throws IOException {
    TinyModel.write(
        folder,
        TinyModel.graph(-1),
        TinyModel.PREPROCESSING,
        TinyModel.CONFIG.replace("\"name\": \"tiny\",", "\"name\": \"tiny\", " + text));
    Files.write(folder.resolve("text_model.onnx"), graph);
    Files.writeString(folder.resolve("tokenizer.json"), tokenizer);
    return folder;
  }

  /** Words between spaces, in lower case. */
  static String tokenizer(String truncation) {
    StringBuilder vocabulary = new StringBuilder();
    for (int i = 0; i < WORDS.length; i++) {
      vocabulary.append(i == 0 ? "" : ", ").append("\"%s\": %d".formatted(WORDS[i], i));
    }
    return """
    {"version": "1.0", "truncation": %s, "padding": null, "added_tokens": [],
     "normalizer": {"type": "Lowercase"}, "pre_tokenizer": {"type": "Whitespace"},
     "post_processor": null, "decoder": null,
     "model": {"type": "WordLevel", "vocab": {%s}, "unk_token": "[UNK]"}}
    """
        .formatted(truncation, vocabulary);
  }

  /** A vector a token. */
  static byte[] graph(long tokens) {
    return new TinyOnnx()
        .wholeInput("input_ids", -1, tokens)
        .constant("colours", new long[] {WORDS.length, 3}, COLOURS)
        .node("Gather", new String[] {"colours", "input_ids"}, "last_hidden_state")
        .output("last_hidden_state", -1, tokens, 3)
        .build();
  }

  /** A network whose output is the mean of all tokens, not normalised. */
  static byte[] pooled() {
    return new TinyOnnx()
        .wholeInput("input_ids", -1, -1)
        .constant("colours", new long[] {WORDS.length, 3}, COLOURS)
        .node("Gather", new String[] {"colours", "input_ids"}, "tokens")
        .node("ReduceMean", new String[] {"tokens"}, "mean", "axes", new long[] {1})
        .node("Flatten", new String[] {"mean"}, "text_embeds")
        .output("text_embeds", -1, 3)
        .build();
  }

  /** Red becomes blue, green stays, blue becomes twice red. */
  static byte[] projection() {
    return new TinyOnnx()
        .input("sentence_embedding", -1, 3)
        .constant("matrix", new long[] {3, 3}, 0, 0, 1, 0, 1, 0, 2, 0, 0)
        .node("MatMul", new String[] {"sentence_embedding", "matrix"}, "text_embedding")
        .output("text_embedding", -1, 3)
        .build();
  }
}
