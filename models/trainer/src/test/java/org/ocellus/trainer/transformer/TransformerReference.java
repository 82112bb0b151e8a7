package org.ocellus.trainer.transformer;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;

/**
 * The parts from their formulas, number by number in double precision, for one sentence and one
 * picture: rows are words or places.
 *
 * @param weights by name
 */
record TransformerReference(Map<String, double[]> weights) {

  private double[] weight(String name) {
    return Objects.requireNonNull(weights.get(name), name);
  }

  double[][] dense(String name, double[][] x) {
    double[] weight = weight(name + ".weight");
    double[] bias = weight(name + ".bias");
    double[][] y = new double[x.length][bias.length];
    for (int row = 0; row < x.length; row++) {
      int in = x[row].length;
      for (int o = 0; o < bias.length; o++) {
        y[row][o] = bias[o];
        for (int i = 0; i < in; i++) {
          y[row][o] += weight[o * in + i] * x[row][i];
        }
      }
    }
    return y;
  }

  double[][] norm(String name, double[][] x) {
    double[][] y = new double[x.length][];
    for (int row = 0; row < x.length; row++) {
      double mean = Arrays.stream(x[row]).average().orElseThrow();
      double variance =
          Arrays.stream(x[row]).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
      y[row] = new double[x[row].length];
      for (int i = 0; i < y[row].length; i++) {
        y[row][i] =
            (x[row][i] - mean) / Math.sqrt(variance + 1e-5) * weight(name + ".scale")[i]
                + weight(name + ".shift")[i];
      }
    }
    return y;
  }

  double[][] attention(String name, double[][] x, double[][] memory, int heads, boolean causal) {
    double[][] q = dense(name + ".query", x);
    double[][] k = dense(name + ".key", memory);
    double[][] v = dense(name + ".value", memory);
    int each = q[0].length / heads;
    double[][] heard = new double[x.length][q[0].length];
    for (int row = 0; row < x.length; row++) {
      int last = causal ? row + 1 : memory.length;
      for (int from = 0; from < q[0].length; from += each) {
        double[] share = new double[last];
        for (int m = 0; m < last; m++) {
          double dot = 0;
          for (int i = from; i < from + each; i++) {
            dot += q[row][i] * k[m][i];
          }
          share[m] = Math.exp(dot / Math.sqrt(each));
        }
        double sum = Arrays.stream(share).sum();
        for (int m = 0; m < last; m++) {
          for (int i = from; i < from + each; i++) {
            heard[row][i] += share[m] / sum * v[m][i];
          }
        }
      }
    }
    return dense(name + ".out", heard);
  }

  double[][] feedForward(String name, double[][] x) {
    double[][] up = dense(name + ".up", x);
    for (double[] row : up) {
      Arrays.setAll(row, i -> Math.max(0, row[i]));
    }
    return dense(name + ".down", up);
  }

  double[][] embedding(String name, long[] ids, int width) {
    double[][] x = new double[ids.length][width];
    for (int row = 0; row < ids.length; row++) {
      for (int i = 0; i < width; i++) {
        x[row][i] =
            Math.sqrt(width) * weight(name + ".vectors")[Math.toIntExact(ids[row]) * width + i]
                + weight(name + ".places")[row * width + i];
      }
    }
    return x;
  }

  double[][] logits(String name, double[][] x) {
    double[] vectors = weight(name + ".vectors");
    int width = x[0].length;
    double[][] logits = new double[x.length][vectors.length / width];
    for (int row = 0; row < x.length; row++) {
      for (int i = 0; i < vectors.length; i++) {
        logits[row][i / width] += x[row][i % width] * vectors[i];
      }
    }
    return logits;
  }

  double[][] layer(String name, double[][] x, double[][] memory, int heads) {
    double[][] normal = norm(name + ".words_norm", x);
    double[][] y = sum(x, attention(name + ".words", normal, normal, heads, true));
    double[][] asking = norm(name + ".picture_norm", y);
    y = sum(y, attention(name + ".picture", asking, memory, heads, false));
    return sum(y, feedForward(name + ".forward", norm(name + ".forward_norm", y)));
  }

  double[][] decoder(DecoderSpec spec, long[] ids, double[][] memory) {
    double[][] x = embedding("embedding", ids, spec.width());
    for (int i = 1; i <= spec.layers(); i++) {
      x = layer("layer" + i, x, memory, spec.heads());
    }
    return logits("embedding", norm("norm", x));
  }

  /** Planes are rows here. */
  double[][] places(double[][] planes, int width) {
    double[][] turned = new double[planes[0].length][planes.length];
    for (int c = 0; c < planes.length; c++) {
      for (int t = 0; t < planes[c].length; t++) {
        turned[t][c] = planes[c][t];
      }
    }
    double[][] x = dense("places.projection", norm("places.planes_norm", turned));
    for (int t = 0; t < x.length; t++) {
      for (int i = 0; i < width; i++) {
        x[t][i] += weight("places.positions")[t * width + i];
      }
    }
    return norm("places.norm", x);
  }

  private static double[][] sum(double[][] a, double[][] b) {
    double[][] sum = new double[a.length][a[0].length];
    for (int row = 0; row < a.length; row++) {
      for (int i = 0; i < a[row].length; i++) {
        sum[row][i] = a[row][i] + b[row][i];
      }
    }
    return sum;
  }
}
