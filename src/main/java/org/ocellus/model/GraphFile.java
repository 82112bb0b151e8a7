package org.ocellus.model;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ocellus.model.ModelFolder.Parts;

/**
 * Which ONNX file of a folder is meant, by the names that Hugging Face's Optimum and
 * Transformers.js give them: {@code model.onnx}, else {@code model_fp16.onnx}, {@code
 * model_quantized.onnx} and so on, beside the configuration or in {@code onnx/}.
 */
final class GraphFile {
  private static final List<String> FOLDERS = List.of("", "onnx/");

  private static final List<String> NARROWER =
      List.of("_fp16", "_quantized", "_int8", "_uint8", "_q4", "_q4f16", "_bnb4");

  private static final byte[] LFS = "version https://git-lfs".getBytes(StandardCharsets.UTF_8);

  private GraphFile() {}

  /**
   * The file of the first of these kinds that is there: in full precision if it is, else in the one
   * narrower form that is.
   *
   * @param location of the folder, for messages
   * @param kinds such as {@code vision_model}
   * @return null if none is
   * @throws ModelException if several are and none is better than the others; the message names
   *     them
   */
  static @Nullable String find(String location, Parts folder, List<String> kinds)
      throws IOException {
    for (String kind : kinds) {
      List<String> found = there(folder, kind, List.of(""));
      if (found.isEmpty()) {
        found = there(folder, kind, NARROWER);
      }
      if (found.size() > 1) {
        throw new ModelException(
            "model folder %s has %s: %s"
                .formatted(location, String.join(" and ", found), cure(kind, found.get(0))));
      }
      if (!found.isEmpty()) {
        return found.get(0);
      }
    }
    return null;
  }

  private static String cure(String kind, String file) {
    String named =
        switch (kind) {
          case "model", "vision_model" -> "\"graph\": \"%s\"";
          case "text_model" -> "\"text\": {\"encoder\": \"%s\"}";
          default -> "";
        };
    return named.isEmpty()
        ? "take all but one away"
        : "name the one you mean in config.json, as \"ocellus\": {"
            + named.formatted(file)
            + "}, or take the others away";
  }

  private static List<String> there(Parts folder, String kind, List<String> forms)
      throws IOException {
    List<String> there = new ArrayList<>();
    for (String place : FOLDERS) {
      for (String form : forms) {
        String file = place + kind + form + ".onnx";
        if (folder.has(file)) {
          there.add(file);
        }
      }
    }
    return there;
  }

  /**
   * Its content.
   *
   * @return null if it is not there
   * @throws ModelException if its weights lie in another file, or it is a note of Git LFS
   */
  static byte @Nullable [] read(String location, Parts folder, String file) throws IOException {
    for (String weights : List.of(file + "_data", file + ".data")) {
      if (folder.has(weights)) {
        throw new ModelException(
            "model folder %1$s: the weights of %2$s lie beside it, in %3$s, which is not read: make one file of both, in Python onnx.save(onnx.load('%2$s'), '%2$s'), and take %3$s away"
                .formatted(location, file, weights));
      }
    }
    byte[] graph = folder.read(file);
    if (graph != null && startsWith(graph, LFS)) {
      throw new ModelException(
          "model folder %s: %s is not the network but a note of Git LFS on where it lies: fetch it with git lfs pull"
              .formatted(location, file));
    }
    return graph;
  }

  private static boolean startsWith(byte[] bytes, byte[] start) {
    return bytes.length >= start.length
        && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
  }
}
