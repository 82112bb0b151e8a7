package org.ocellus.image;

/**
 * Fixed-point weights of a one-dimensional resize: output sample {@code i} is the sum over {@code k
 * < count[i]} of {@code in[first[i] + k] * value[i * stride + k]}, in units of 2<sup>-22</sup>.
 * Pillow's precompute_coeffs and normalize_coeffs_8bpc.
 */
@SuppressWarnings("ArrayRecordComponent") // private to the resize
record Weights(int[] first, int[] count, int[] value, int stride) {

  /** Fractional bits: 32 minus 8 for the sample minus 2 for overshoot. */
  static final int PRECISION = 22;

  /** Those of the outputs from {@code begin} to before {@code end}. */
  static Weights of(int inSize, int outSize, int begin, int end, Resampling filter) {
    double scale = (double) inSize / outSize;
    double stretch = Math.max(1, scale);
    double support = filter.support() * stretch;
    int stride = (int) Math.ceil(support) * 2 + 1;
    int[] first = new int[end - begin];
    int[] count = new int[end - begin];
    int[] value = new int[Math.multiplyExact(end - begin, stride)];
    double[] raw = new double[stride];
    double inverse = 1 / stretch;
    for (int i = 0; i < end - begin; i++) {
      double center = (begin + i + 0.5) * scale;
      int from = Math.max(0, (int) (center - support + 0.5));
      int size = Math.min(inSize, (int) (center + support + 0.5)) - from;
      if (filter == Resampling.BOX) {
        // A sample on its edge may weigh nothing; without it all weigh the same.
        while (size > 1 && filter.weight((from - center + 0.5) * inverse) == 0) {
          from++;
          size--;
        }
        while (size > 1 && filter.weight((size - 1 + from - center + 0.5) * inverse) == 0) {
          size--;
        }
      }
      double sum = 0;
      for (int k = 0; k < size; k++) {
        raw[k] = filter.weight((k + from - center + 0.5) * inverse);
        sum += raw[k];
      }
      for (int k = 0; k < size; k++) {
        double weight = sum == 0 ? raw[k] : raw[k] / sum;
        value[i * stride + k] = (int) (weight * (1 << PRECISION) + (weight < 0 ? -0.5 : 0.5));
      }
      first[i] = from;
      count[i] = size;
    }
    return new Weights(first, count, value, stride);
  }

  /** The first input sample that any output needs. */
  int start() {
    return first[0];
  }

  /** One past the last input sample that any output needs. */
  int end() {
    return first[first.length - 1] + count[count.length - 1];
  }
}
