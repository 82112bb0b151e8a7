package org.ocellus.trainer.network;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * A convolution without bias, then batch normalisation (Ioffe and Szegedy, 2015). Weights start as
 * He et al. (2015) propose: normal with variance 2 / fan-out.
 */
public final class ConvBatchNorm {
  private static final double EPSILON = 1e-5;
  private static final double MOMENTUM = 0.1;

  private final int in;
  private final int out;
  private final int kernel;
  private final int stride;
  private final Tensor weight;
  private final Tensor scale;
  private final Tensor shift;
  private final Tensor mean;
  private final Tensor variance;

  ConvBatchNorm(
      NamedTensors tensors,
      String name,
      int in,
      int out,
      int kernel,
      int stride,
      float firstScale,
      RandomGenerator random) {
    this.in = in;
    this.out = out;
    this.kernel = kernel;
    this.stride = stride;
    float[] weights = new float[out * in * kernel * kernel];
    double deviation = Math.sqrt(2.0 / ((double) out * kernel * kernel));
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (random.nextGaussian() * deviation);
    }
    weight = tensors.parameter(name + ".conv.weight", weights, out, in, kernel, kernel);
    scale = tensors.parameter(name + ".norm.scale", filled(out, firstScale), out);
    shift = tensors.parameter(name + ".norm.shift", filled(out, 0), out);
    mean = tensors.buffer(name + ".norm.mean", filled(out, 0), out);
    variance = tensors.buffer(name + ".norm.variance", filled(out, 1), out);
  }

  /**
   * Runs the layer.
   *
   * @param x NCHW input
   * @param training whether to normalise by the batch and update the running statistics
   */
  Tensor forward(Tensor x, boolean training) {
    long pad = kernel / 2;
    Tensor y =
        torch.conv2d(
            x,
            weight,
            new TensorOptional(),
            new long[] {stride, stride},
            new long[] {pad, pad},
            new long[] {1, 1},
            1);
    return torch.batch_norm(
        y,
        new TensorOptional(scale),
        new TensorOptional(shift),
        new TensorOptional(mean),
        new TensorOptional(variance),
        training,
        MOMENTUM,
        EPSILON,
        false);
  }

  /**
   * One convolution with bias that computes what convolution and batch normalisation compute in
   * inference: w·γ/√(σ²+ε) and β − μγ/√(σ²+ε).
   */
  public FoldedConv folded() {
    float[] weights = NamedTensors.toArray(weight);
    float[] gamma = NamedTensors.toArray(scale);
    float[] beta = NamedTensors.toArray(shift);
    float[] mu = NamedTensors.toArray(mean);
    float[] sigma2 = NamedTensors.toArray(variance);
    float[] bias = new float[out];
    int each = in * kernel * kernel;
    for (int o = 0; o < out; o++) {
      double factor = gamma[o] / Math.sqrt(sigma2[o] + EPSILON);
      for (int i = o * each; i < (o + 1) * each; i++) {
        weights[i] = (float) (weights[i] * factor);
      }
      bias[o] = (float) (beta[o] - mu[o] * factor);
    }
    return new FoldedConv(in, out, kernel, stride, weights, bias);
  }

  private static float[] filled(int length, float value) {
    float[] values = new float[length];
    Arrays.fill(values, value);
    return values;
  }
}
