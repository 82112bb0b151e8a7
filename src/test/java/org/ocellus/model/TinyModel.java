package org.ocellus.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A real model folder whose embedding can be computed by hand: a 16 × 16 picture's mean colour in
 * each cell of a 4 × 4 grid, 48 numbers in [0, 1]; and three classes, red, green and blue, whose
 * logits are ten times the mean of that colour.
 */
public final class TinyModel {
  public static final int SIDE = 16;
  public static final int DIMENSION = 48;

  static final String PREPROCESSING =
      """
      {"do_resize": true, "size": {"height": 16, "width": 16}, "resample": 2,
       "do_center_crop": false, "do_rescale": true, "rescale_factor": 0.00392156862745098,
       "do_normalize": false}
      """;

  static final String CONFIG =
      """
      {"id2label": {"0": "red, rouge", "1": "green", "2": "blue"},
       "ocellus": {"name": "tiny", "embedding": "embedding", "logits": "logits",
                   "dimension": 48}}
      """;

  private TinyModel() {}

  /** Writes the folder, and returns it. */
  public static Path write(Path folder) throws IOException {
    return write(folder, graph(-1), PREPROCESSING, CONFIG);
  }

  /** Writes another model, of another name and fingerprint, whose numbers are in [0, 255]. */
  public static Path writeOther(Path folder) throws IOException {
    return write(
        folder,
        graph(-1),
        PREPROCESSING.replace("0.00392156862745098", "1.0"),
        CONFIG.replace("\"tiny\"", "\"other\""));
  }

  static Path write(Path folder, byte[] graph, String preprocessing, String config)
      throws IOException {
    Files.createDirectories(folder);
    Files.write(folder.resolve("model.onnx"), graph);
    Files.writeString(folder.resolve("preprocessor_config.json"), preprocessing);
    Files.writeString(folder.resolve("config.json"), config);
    return folder;
  }

  /** The network for this batch size; -1 for any. */
  static byte[] graph(long batch) {
    float[] weights = new float[DIMENSION * 3];
    for (int i = 0; i < DIMENSION; i++) {
      weights[i * 3 + i / 16] = 10f / 16;
    }
    return new TinyOnnx()
        .input("pixel_values", batch, 3, SIDE, SIDE)
        .constant("weights", new long[] {DIMENSION, 3}, weights)
        .node(
            "AveragePool",
            new String[] {"pixel_values"},
            "cells",
            "kernel_shape",
            new long[] {4, 4},
            "strides",
            new long[] {4, 4})
        .node("Flatten", new String[] {"cells"}, "embedding")
        .node("MatMul", new String[] {"embedding", "weights"}, "logits")
        .output("embedding", batch, DIMENSION)
        .output("logits", batch, 3)
        .build();
  }
}
