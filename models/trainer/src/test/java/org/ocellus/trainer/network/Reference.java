package org.ocellus.trainer.network;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * What layers compute, written from their formulas as loops in double precision: slow, plain, and
 * without any of the code that it checks.
 */
final class Reference {
  private final Map<String, double[]> weights;
  private final boolean training;

  /**
   * Prepares a computation.
   *
   * @param weights values by name, in row-major order
   * @param training whether batch normalisation takes its statistics from the batch
   */
  Reference(Map<String, double[]> weights, boolean training) {
    this.weights = weights;
    this.training = training;
  }

  /** Runs layers over a batch; each row is a picture, channel by channel, row by row. */
  double[][] run(List<Layer> layers, String prefix, Shape input, double[][] batch) {
    double[][][] x = {batch};
    Sequence.walk(
        layers, prefix, input, (name, layer, shape) -> x[0] = run(layer, name, shape, x[0]));
    return x[0];
  }

  private double[][] run(Layer layer, String name, Shape in, double[][] x) {
    if (layer instanceof BatchNorm norm) {
      return batchNorm(norm, name, in, x);
    }
    if (layer instanceof Residual residual) {
      double[][] sum = run(residual.body(), name + ".", in, x);
      double[][] shortcut = run(residual.shortcut(), name + ".shortcut.", in, x);
      return each(sum.length, n -> fill(sum[n].length, i -> sum[n][i] + shortcut[n][i]));
    }
    return each(x.length, n -> run(layer, name, in, x[n]));
  }

  private double[] run(Layer layer, String name, Shape in, double[] x) {
    int plane = in.height() * in.width();
    return switch (layer) {
      case Convolution conv -> convolution(conv, name, in, x);
      case Linear linear -> linear(linear.out(), name, x);
      case MaxPool pool -> pool(pool, in, x, p -> Arrays.stream(p).max().orElseThrow());
      case MinPool pool -> pool(pool, in, x, p -> Arrays.stream(p).min().orElseThrow());
      case MeanPool pool -> pool(pool, in, x, p -> Arrays.stream(p).average().orElseThrow());
      case GlobalMean mean -> fill(in.channels(), c -> mean(plane(x, c, plane), v -> v));
      case GeneralisedMean mean -> {
        double p = weights.get(name + ".p")[0];
        yield fill(
            in.channels(),
            c ->
                Math.pow(
                    mean(plane(x, c, plane), v -> Math.pow(Math.max(v, mean.epsilon()), p)),
                    1 / p));
      }
      case LocalResponseNorm norm ->
          fill(
              x.length,
              i -> {
                double sum = 0;
                for (int d = -(norm.size() / 2); d <= norm.size() / 2; d++) {
                  int other = i + d * plane;
                  sum += other < 0 || other >= x.length ? 0 : x[other] * x[other];
                }
                return x[i] / Math.pow(norm.k() + norm.alpha() * sum, norm.beta());
              });
      case SqueezeExcite excite -> {
        double[] squeezed = fill(in.channels(), c -> mean(plane(x, c, plane), v -> v));
        int narrow = Math.max(1, in.channels() / excite.reduction());
        double[] hidden = apply(linear(narrow, name + ".linear1", squeezed), v -> Math.max(0, v));
        double[] gate = apply(linear(in.channels(), name + ".linear2", hidden), Reference::sigmoid);
        yield fill(x.length, i -> x[i] * gate[i / plane]);
      }
      case Activation activation ->
          apply(
              x,
              v ->
                  switch (activation) {
                    case RELU -> v > 0 ? v : 0;
                    case RELU6 -> Math.min(6, Math.max(0, v));
                    case SILU -> v * sigmoid(v);
                    case SIGMOID -> sigmoid(v);
                    case TANH -> (Math.exp(2 * v) - 1) / (Math.exp(2 * v) + 1);
                  });
      case LeakyRelu leaky -> apply(x, v -> v >= 0 ? v : leaky.slope() * v);
      case Softmax softmax -> {
        double[] sums = acrossChannels(in, x, Math::exp);
        yield fill(x.length, i -> Math.exp(x[i]) / sums[i % sums.length]);
      }
      case L2Normalise normalise -> {
        double[] squares = acrossChannels(in, x, v -> v * v);
        yield fill(
            x.length,
            i -> x[i] / Math.max(Math.sqrt(squares[i % squares.length]), normalise.epsilon()));
      }
      case Rescale rescale ->
          fill(x.length, i -> x[i] * rescale.scale().get(i) + rescale.shift().get(i));
      case Flatten flatten -> x;
      case Dropout dropout -> x;
      default -> throw new AssertionError("no reference for " + layer);
    };
  }

  private double[] convolution(Convolution conv, String name, Shape in, double[] x) {
    double[] w = weights.get(name + ".weight");
    double[] bias = conv.bias() ? weights.get(name + ".bias") : new double[conv.out()];
    Window window = conv.window();
    int inEach = in.channels() / conv.groups();
    int outEach = conv.out() / conv.groups();
    int kh = conv.kernel().height();
    int kw = conv.kernel().width();
    int height = outputs(window, in, true);
    int width = outputs(window, in, false);
    double[] y = new double[conv.out() * height * width];
    for (int o = 0; o < conv.out(); o++) {
      for (int r = 0; r < height; r++) {
        for (int c = 0; c < width; c++) {
          double sum = bias[o];
          for (int i = 0; i < inEach; i++) {
            for (int a = 0; a < kh; a++) {
              for (int b = 0; b < kw; b++) {
                int row = position(window, in, true, r, a);
                int column = position(window, in, false, c, b);
                if (inside(in, row, column)) {
                  int channel = o / outEach * inEach + i;
                  sum +=
                      w[((o * inEach + i) * kh + a) * kw + b]
                          * x[(channel * in.height() + row) * in.width() + column];
                }
              }
            }
          }
          y[(o * height + r) * width + c] = sum;
        }
      }
    }
    return y;
  }

  /** What a window covers, without padding, becomes one number. */
  private interface Pool {
    double of(double[] covered);
  }

  private static double[] pool(Pooling layer, Shape in, double[] x, Pool pool) {
    Window window = layer.window();
    int height = outputs(window, in, true);
    int width = outputs(window, in, false);
    return fill(
        in.channels() * height * width,
        i -> {
          int channel = i / (height * width);
          int r = i / width % height;
          int c = i % width;
          return pool.of(
              IntStream.range(0, window.kernel().height() * window.kernel().width())
                  .filter(
                      tap ->
                          inside(
                              in,
                              position(window, in, true, r, tap / window.kernel().width()),
                              position(window, in, false, c, tap % window.kernel().width())))
                  .mapToDouble(
                      tap ->
                          x[
                              (channel * in.height()
                                          + position(
                                              window, in, true, r, tap / window.kernel().width()))
                                      * in.width()
                                  + position(window, in, false, c, tap % window.kernel().width())])
                  .toArray());
        });
  }

  private double[] linear(int out, String name, double[] x) {
    double[] w = weights.get(name + ".weight");
    double[] bias = weights.getOrDefault(name + ".bias", new double[out]);
    return fill(
        out,
        o -> {
          double sum = bias[o];
          for (int i = 0; i < x.length; i++) {
            sum += w[o * x.length + i] * x[i];
          }
          return sum;
        });
  }

  private double[][] batchNorm(BatchNorm norm, String name, Shape in, double[][] x) {
    int plane = in.isVector() ? 1 : in.height() * in.width();
    double[] mean =
        training
            ? fill(in.channels(), c -> mean(channel(x, c, plane), v -> v))
            : weights.get(name + ".mean");
    double[] variance =
        training
            ? fill(
                in.channels(), c -> mean(channel(x, c, plane), v -> (v - mean[c]) * (v - mean[c])))
            : weights.get(name + ".variance");
    double[] scale = weights.get(name + ".scale");
    double[] shift = weights.get(name + ".shift");
    return each(
        x.length,
        n ->
            fill(
                x[n].length,
                i -> {
                  int c = i / plane;
                  return (x[n][i] - mean[c]) / Math.sqrt(variance[c] + norm.epsilon()) * scale[c]
                      + shift[c];
                }));
  }

  /** How many places a window has: by TensorFlow's rules for same and valid. */
  private static int outputs(Window window, Shape in, boolean rows) {
    int size = rows ? in.height() : in.width();
    int stride = rows ? window.stride().height() : window.stride().width();
    int span = span(window, rows);
    return switch (window.padding().mode()) {
      case SAME -> (int) Math.ceil((double) size / stride);
      case VALID -> (size - span) / stride + 1;
      case ZERO -> (size + 2 * amount(window, rows) - span) / stride + 1;
    };
  }

  /** Row or column of the input under a tap; outside of it where there is padding. */
  private static int position(Window window, Shape in, boolean rows, int place, int tap) {
    int size = rows ? in.height() : in.width();
    int stride = rows ? window.stride().height() : window.stride().width();
    int dilation = rows ? window.dilation().height() : window.dilation().width();
    int before =
        switch (window.padding().mode()) {
          case SAME ->
              Math.max(0, (outputs(window, in, rows) - 1) * stride + span(window, rows) - size) / 2;
          case VALID -> 0;
          case ZERO -> amount(window, rows);
        };
    return place * stride + tap * dilation - before;
  }

  private static int span(Window window, boolean rows) {
    return rows
        ? (window.kernel().height() - 1) * window.dilation().height() + 1
        : (window.kernel().width() - 1) * window.dilation().width() + 1;
  }

  private static int amount(Window window, boolean rows) {
    Extent amount = window.padding().amount();
    return rows ? amount.height() : amount.width();
  }

  private static boolean inside(Shape in, int row, int column) {
    return row >= 0 && row < in.height() && column >= 0 && column < in.width();
  }

  /** For each place the sum over channels. */
  private static double[] acrossChannels(Shape in, double[] x, DoubleUnaryOperator of) {
    int places = x.length / in.channels();
    double[] sums = new double[places];
    for (int i = 0; i < x.length; i++) {
      sums[i % places] += of.applyAsDouble(x[i]);
    }
    return sums;
  }

  private static double[] plane(double[] x, int channel, int size) {
    return Arrays.copyOfRange(x, channel * size, (channel + 1) * size);
  }

  private static double[] channel(double[][] batch, int channel, int size) {
    return Arrays.stream(batch)
        .flatMapToDouble(x -> Arrays.stream(plane(x, channel, size)))
        .toArray();
  }

  private static double mean(double[] x, DoubleUnaryOperator of) {
    return Arrays.stream(x).map(of).sum() / x.length;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private static double[] apply(double[] x, DoubleUnaryOperator of) {
    return Arrays.stream(x).map(of).toArray();
  }

  private static double[] fill(int length, java.util.function.IntToDoubleFunction of) {
    return IntStream.range(0, length).mapToDouble(of).toArray();
  }

  private static double[][] each(int length, java.util.function.IntFunction<double[]> of) {
    return IntStream.range(0, length).mapToObj(of).toArray(double[][]::new);
  }
}
