package org.ocellus.model;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import java.nio.FloatBuffer;
import org.jspecify.annotations.Nullable;

/**
 * An output of a graph, and how a picture's vector is read from it.
 *
 * @param name of the output
 * @param length of the vector
 * @param pooling what is taken of several vectors a picture
 */
record ImageOutput(String name, int length, Pooling pooling) {

  /** What is taken of what an output has for a picture. */
  enum Pooling {
    /** All: of {@code [N, D]} or {@code [N, D, 1, 1]}. */
    NONE,

    /** The first vector of {@code [N, tokens, D]}, a vision transformer's class token. */
    CLS,

    /** The mean of {@code [N, tokens, D]} over its tokens. */
    MEAN,

    /** The mean of {@code [N, D, H, W]} over its places. */
    PLACES
  }

  /**
   * The usual way to read an output.
   *
   * <p>Of tokens in a square there is none that stands for the picture, as in Swin and other
   * transformers without a class token, so their mean is taken; else the first.
   *
   * @param shape of the output, but for N
   * @param wanted {@code cls} or {@code mean}; null for what is usual
   * @param scores whether it holds class scores, which are not pooled
   * @throws ModelException if it holds no vector a picture
   */
  static ImageOutput of(
      String model,
      String name,
      OnnxJavaType type,
      long[] shape,
      @Nullable String wanted,
      boolean scores)
      throws ModelException {
    boolean map = name.equals("last_hidden_state") || "mean".equals(wanted);
    Pooling pooling =
        switch (shape.length) {
          case 2 -> Pooling.NONE;
          case 3 -> scores ? null : tokens(model, shape[1], wanted);
          case 4 ->
              shape[2] == 1 && shape[3] == 1
                  ? Pooling.NONE
                  : map && !scores ? Pooling.PLACES : null;
          default -> null;
        };
    if (pooling == null || !OnnxSession.isFloat(type)) {
      throw new ModelException(
          "%s: its output \"%s\" is %s%s, which is no vector a picture: expected FLOAT or FLOAT16 %s"
              .formatted(
                  model,
                  name,
                  type,
                  OnnxSession.shape(shape),
                  scores ? "[N, classes]" : "[N, D], [N, D, 1, 1] or [N, tokens, D]"));
    }
    if (wanted != null && pooling == Pooling.NONE) {
      throw new ModelException(
          "%s: config.json says ocellus.pooling %s, but its output \"%s\" has one vector a picture: take that away"
              .formatted(model, wanted, name));
    }
    return new ImageOutput(name, Math.toIntExact(shape.length == 3 ? shape[2] : shape[1]), pooling);
  }

  private static Pooling tokens(String model, long tokens, @Nullable String wanted)
      throws ModelException {
    long side = Math.round(Math.sqrt(tokens));
    String pooling = wanted != null ? wanted : side * side == tokens ? "mean" : "cls";
    return switch (pooling) {
      case "cls" -> Pooling.CLS;
      case "mean" -> Pooling.MEAN;
      default ->
          throw new ModelException(
              "%s: config.json says ocellus.pooling %s, expected cls or mean"
                  .formatted(model, pooling));
    };
  }

  /** The vectors of the first so many pictures. */
  float[][] read(OnnxTensor output, int pictures) {
    FloatBuffer values = output.getFloatBuffer();
    int stride = values.remaining() / Math.toIntExact(output.getInfo().getShape()[0]);
    float[][] rows = new float[pictures][length];
    for (int i = 0; i < pictures; i++) {
      switch (pooling) {
        case NONE, CLS -> values.get(i * stride, rows[i]);
        case MEAN -> mean(values, i * stride, stride / length, length, 1, rows[i]);
        case PLACES -> mean(values, i * stride, stride / length, 1, stride / length, rows[i]);
      }
    }
    return rows;
  }

  /**
   * Means over {@code number} values that lie {@code step} apart, {@code next} to the next mean.
   */
  private static void mean(
      FloatBuffer values, int from, int number, int step, int next, float[] into) {
    for (int d = 0; d < into.length; d++) {
      double sum = 0;
      for (int i = 0; i < number; i++) {
        sum += values.get(from + d * next + i * step);
      }
      into[d] = (float) (sum / number);
    }
  }
}
