package org.ocellus.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Model folders as Hugging Face's exports lay them out, with no word of ours in their
 * configuration, whose networks can be computed by hand: of a 16 × 16 picture they see the mean
 * colour, in [0, 1], and of a sentence the mean of {@link TinyText}'s words.
 */
public final class TinyHub {
  static final String LABELS =
      "{\"id2label\": {\"0\": \"red\", \"1\": \"green\", \"2\": \"blue\"}}";

  private static final int FLOAT = 1;

  private TinyHub() {}

  /** A classifier that gives logits alone: ten times the mean colour. */
  public static Path classifier(Path folder) throws IOException {
    return write(folder, "model.onnx", classifier(new TinyOnnx()), LABELS);
  }

  /** A vision transformer: four tokens of 8 × 8 pixels, behind a class token where wanted. */
  public static Path transformer(Path folder, boolean classToken) throws IOException {
    return write(
        folder, "onnx/model.onnx", transformer(classToken), "{\"model_type\": \"dinov2\"}");
  }

  /** A CLIP in two graphs, for pictures and for text. */
  public static Path pair(Path folder) throws IOException {
    write(folder, "onnx/vision_model.onnx", vision("image_embeds"), clip(77));
    Files.write(folder.resolve("onnx/text_model.onnx"), text(new TinyOnnx(), "text_embeds"));
    Files.writeString(folder.resolve("tokenizer.json"), TinyText.tokenizer("null"));
    return folder;
  }

  /** A CLIP in one graph. */
  public static Path both(Path folder) throws IOException {
    write(folder, "model.onnx", clip(), clip(77));
    Files.writeString(folder.resolve("tokenizer.json"), TinyText.tokenizer("null"));
    return folder;
  }

  static Path write(Path folder, String file, byte[] graph, String config) throws IOException {
    Path at = folder.resolve(file);
    Files.createDirectories(at.getParent());
    Files.write(at, graph);
    Files.writeString(folder.resolve("preprocessor_config.json"), TinyModel.PREPROCESSING);
    Files.writeString(folder.resolve("config.json"), config);
    return folder;
  }

  static String clip(int positions) {
    return "{\"model_type\": \"clip\", \"text_config\": {\"max_position_embeddings\": %d}}"
        .formatted(positions);
  }

  static byte[] classifier(TinyOnnx begun) {
    return begun
        .input("pixel_values", -1, -1, -1, -1)
        .constant("ten", new long[] {1}, 10)
        .node("GlobalAveragePool", new String[] {"pixel_values"}, "pooled")
        .node("Flatten", new String[] {"pooled"}, "mean")
        .node("Mul", new String[] {"mean", "ten"}, "logits")
        .output("logits", -1, 3)
        .build();
  }

  /** The mean colour, of which the graph does not say how many numbers it has. */
  static byte[] vision(String output) {
    return seeing(new TinyOnnx(), output).output(output, -1, -1).build();
  }

  private static TinyOnnx seeing(TinyOnnx begun, String output) {
    return begun
        .input("pixel_values", -1, -1, -1, -1)
        .node("GlobalAveragePool", new String[] {"pixel_values"}, "pooled")
        .node("Flatten", new String[] {"pooled"}, output);
  }

  static byte[] text(TinyOnnx begun, String output) {
    return reading(begun, output).output(output, -1, -1).build();
  }

  private static TinyOnnx reading(TinyOnnx begun, String output) {
    return begun
        .wholeInput("input_ids", -1, -1)
        .constant("colours", new long[] {TinyText.WORDS.length, 3}, TinyText.COLOURS)
        .node("Gather", new String[] {"colours", "input_ids"}, "tokens")
        .node("ReduceMean", new String[] {"tokens"}, "sentence", "axes", new long[] {1})
        .node("Flatten", new String[] {"sentence"}, output);
  }

  private static byte[] clip() {
    TinyOnnx graph = reading(new TinyOnnx(), "text_embeds");
    return seeing(graph, "image_embeds")
        .wholeInput("attention_mask", -1, -1)
        .node("Transpose", new String[] {"text_embeds"}, "across", "perm", new long[] {1, 0})
        .node("MatMul", new String[] {"image_embeds", "across"}, "logits_per_image")
        .node(
            "Transpose",
            new String[] {"logits_per_image"},
            "logits_per_text",
            "perm",
            new long[] {1, 0})
        .output("logits_per_image", -1, -1)
        .output("logits_per_text", -1, -1)
        .output("text_embeds", -1, 3)
        .output("image_embeds", -1, 3)
        .build();
  }

  private static byte[] transformer(boolean classToken) {
    TinyOnnx graph =
        new TinyOnnx()
            .input("pixel_values", -1, 3, -1, -1)
            .node(
                "AveragePool",
                new String[] {"pixel_values"},
                "cells",
                "kernel_shape",
                new long[] {8, 8},
                "strides",
                new long[] {8, 8})
            .node("GlobalMaxPool", new String[] {"pixel_values"}, "most")
            .node("Flatten", new String[] {"most"}, "flat")
            .longs("columns", 0, 3, 4)
            .longs("one", 0, 3, 1)
            .node("Reshape", new String[] {"cells", "columns"}, "patches")
            .node("Reshape", new String[] {"flat", "one"}, "first");
    String[] tokens = classToken ? new String[] {"first", "patches"} : new String[] {"patches"};
    return graph
        .node("Concat", tokens, "all", "axis", 2L)
        .node("Transpose", new String[] {"all"}, "last_hidden_state", "perm", new long[] {0, 2, 1})
        .output("last_hidden_state", -1, -1, 3)
        .build();
  }

  /** The classifier with weights of 8 bits, dequantised before use or multiplied as they are. */
  static byte[] eightBits(boolean asTheyAre) {
    TinyOnnx graph =
        new TinyOnnx()
            .input("pixel_values", -1, 3, 16, 16)
            .bytes(
                "weights",
                new long[] {3, 3},
                (byte) 100,
                (byte) 0,
                (byte) 0,
                (byte) 0,
                (byte) 100,
                (byte) 0,
                (byte) 0,
                (byte) 0,
                (byte) 100)
            .constant("scale", new long[] {}, 0.1f)
            .node("GlobalAveragePool", new String[] {"pixel_values"}, "pooled")
            .node("Flatten", new String[] {"pooled"}, "mean");
    if (asTheyAre) {
      graph
          .node(
              "DynamicQuantizeLinear",
              new String[] {"mean"},
              new String[] {"quantised", "mean_scale", "zero"})
          .node("MatMulInteger", new String[] {"quantised", "weights", "zero"}, "whole")
          .node("Cast", new String[] {"whole"}, "float", "to", (long) FLOAT)
          .node("Mul", new String[] {"float", "mean_scale"}, "scaled")
          .node("Mul", new String[] {"scaled", "scale"}, "logits");
    } else {
      graph
          .node("DequantizeLinear", new String[] {"weights", "scale"}, "dequantised")
          .node("MatMul", new String[] {"mean", "dequantised"}, "logits");
    }
    return graph.output("logits", -1, 3).build();
  }

  /** The classifier as TensorFlow has it, channels last, and of pictures of a fixed size. */
  static byte[] channelsLast(long batch) {
    return new TinyOnnx()
        .input("input_1", batch, 16, 16, 3)
        .constant("ten", new long[] {1}, 10)
        .node(
            "ReduceMean",
            new String[] {"input_1"},
            "pooled",
            "axes",
            new long[] {1, 2},
            "keepdims",
            0L)
        .node("Mul", new String[] {"pooled", "ten"}, "logits")
        .output("logits", batch, 3)
        .build();
  }
}
