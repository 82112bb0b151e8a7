package org.ocellus.trainer.quantisation;

/**
 * Weights of 8 bits with one scale for each output channel: {@code weight = scale * q}, q from -127
 * to 127.
 *
 * @param bytes in the order of the float weights
 * @param scales one a channel, above 0
 */
@SuppressWarnings("ArrayRecordComponent") // bulk data; never compared
record ChannelWeights(byte[] bytes, float[] scales) {
  private static final int MOST = 127;

  /** A bias of 32 bits stays below it, with room for the sum of products. */
  private static final double MOST_BIAS = 1 << 30;

  /**
   * Quantises by the greatest absolute weight of each channel; so no weight is off by more than
   * half its scale. Where the channel's bias would not fit into 32 bits beside such small weights,
   * the scale is larger.
   *
   * @param weights in row-major order
   * @param channels how many output channels
   * @param inner how many neighbouring weights belong to one channel before the next comes: the
   *     product of the dimensions behind the channels' one
   * @param bias one a channel, or none at all
   * @param inputScale of the activations that the weights are multiplied with
   */
  static ChannelWeights of(
      float[] weights, int channels, int inner, float[] bias, float inputScale) {
    float[] scales = new float[channels];
    for (int i = 0; i < weights.length; i++) {
      int channel = i / inner % channels;
      scales[channel] = Math.max(scales[channel], Math.abs(weights[i]) / MOST);
    }
    for (int channel = 0; channel < channels; channel++) {
      if (bias.length > 0) {
        double least = Math.abs(bias[channel]) / (inputScale * MOST_BIAS);
        scales[channel] = Math.max(scales[channel], (float) least);
      }
      // Where all is 0 any scale will do; denormal ones would be lost in division.
      scales[channel] = scales[channel] < Float.MIN_NORMAL ? 1 : scales[channel];
    }
    byte[] quantised = new byte[weights.length];
    for (int i = 0; i < weights.length; i++) {
      quantised[i] =
          (byte) Math.clamp(Math.round(weights[i] / scales[i / inner % channels]), -MOST, MOST);
    }
    return new ChannelWeights(quantised, scales);
  }

  /** The bias on the scales of {@link #products}, as which it is added to them. */
  int[] bias(float[] bias, float inputScale) {
    int[] result = new int[bias.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = (int) Math.rint(bias[i] / ((double) inputScale * scales[i]));
    }
    return result;
  }

  /** The scales of the products of these weights and their input. */
  float[] products(float inputScale) {
    float[] products = new float[scales.length];
    for (int i = 0; i < products.length; i++) {
      products[i] = inputScale * scales[i];
    }
    return products;
  }
}
