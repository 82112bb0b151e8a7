package org.ocellus.trainer.network;

/**
 * A plain square convolution with bias, padded by half its kernel.
 *
 * @param in input channels
 * @param out output channels
 * @param kernel kernel size
 * @param stride step
 * @param weight {@code [out, in, kernel, kernel]} in row-major order; not copied
 * @param bias one for each output channel; not copied
 */
@SuppressWarnings("ArrayRecordComponent")
public record FoldedConv(int in, int out, int kernel, int stride, float[] weight, float[] bias) {}
