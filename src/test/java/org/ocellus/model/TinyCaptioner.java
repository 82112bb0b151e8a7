package org.ocellus.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A captioner of one pixel: the token after a token is as a table says, but the picture's red
 * speaks for "dog" and its green for "cat".
 */
public final class TinyCaptioner {
  /** Logits after pad, {@code <s>}, {@code </s>}, "a", "dog", "cat". */
  private static final float[] AFTER = {
    0, 0, 0, 0, 0, 0, //
    0, 0, 0, 20, 0, 0, //
    0, 0, 0, 0, 0, 0, //
    0, 0, 0, 0, 9, 9, //
    0, 0, 20, 0, 0, 0, //
    0, 0, 20, 0, 0, 0, //
  };

  private static final String TOKENIZER =
      """
      {"version": "1.0", "truncation": null, "padding": null,
       "added_tokens": [
        {"id": 0, "content": "<pad>", "special": true, "single_word": false, "lstrip": false,
         "rstrip": false, "normalized": false},
        {"id": 1, "content": "<s>", "special": true, "single_word": false, "lstrip": false,
         "rstrip": false, "normalized": false},
        {"id": 2, "content": "</s>", "special": true, "single_word": false, "lstrip": false,
         "rstrip": false, "normalized": false}],
       "normalizer": null, "pre_tokenizer": {"type": "Whitespace"}, "post_processor": null,
       "decoder": null,
       "model": {"type": "WordLevel", "unk_token": "<pad>",
        "vocab": {"<pad>": 0, "<s>": 1, "</s>": 2, "a": 3, "dog": 4, "cat": 5}}}
      """;

  private TinyCaptioner() {}

  /** Writes a folder, and returns it. */
  public static Path write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve("preprocessor_config.json"), "{\"size\": {\"height\": 1, \"width\": 1}}");
    return write(folder, 1);
  }

  /** Writes it beside a {@link TinyModel}, whose mean colour it then sees; returns the folder. */
  public static Path beside(Path model) throws IOException {
    return write(model, TinyModel.SIDE);
  }

  private static Path write(Path folder, int side) throws IOException {
    Files.write(
        folder.resolve("encoder_model.onnx"),
        new TinyOnnx()
            .input("pixel_values", -1, 3, side, side)
            .node("Transpose", new String[] {"pixel_values"}, "t", "perm", new long[] {0, 3, 2, 1})
            .node(
                "ReduceMean",
                new String[] {"t"},
                "last_hidden_state",
                "axes",
                new long[] {1},
                "keepdims",
                0L)
            .output("last_hidden_state", -1, side, 3)
            .build());
    Files.write(folder.resolve("decoder_model.onnx"), decoder(new TinyOnnx()));
    Files.writeString(folder.resolve("tokenizer.json"), TOKENIZER);
    Files.writeString(
        folder.resolve("generation_config.json"),
        """
        {"decoder_start_token_id": 1, "eos_token_id": [2], "max_length": 6, "num_beams": 2,
         "length_penalty": 0.5, "no_repeat_ngram_size": 3}
        """);
    return folder;
  }

  /** One whose decoder opens, but fails when it is run. */
  public static Path failing(Path folder) throws IOException {
    write(folder);
    // Knows nothing of what comes after "a".
    float[] fewer = Arrays.copyOf(AFTER, 18);
    Files.write(folder.resolve("decoder_model.onnx"), decoder(new TinyOnnx(), fewer));
    return folder;
  }

  static byte[] decoder(TinyOnnx begun) {
    return decoder(begun, AFTER);
  }

  private static byte[] decoder(TinyOnnx begun, float[] after) {
    return begun
        .wholeInput("input_ids", -1, -1)
        .input("encoder_hidden_states", -1, -1, 3)
        .constant("after", new long[] {after.length / 6, 6}, after)
        .constant("speaks", new long[] {3, 6}, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0)
        .node("Gather", new String[] {"after", "input_ids"}, "next")
        .node("ReduceMean", new String[] {"encoder_hidden_states"}, "mean", "axes", new long[] {1})
        .node("MatMul", new String[] {"mean", "speaks"}, "spoken")
        .node("Add", new String[] {"next", "spoken"}, "logits")
        .output("logits", -1, -1, 6)
        .build();
  }
}
