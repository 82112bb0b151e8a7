package org.ocellus.trainer.network;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import org.ocellus.trainer.onnx.OnnxGraph;

/**
 * Batch normalisation of each channel (Ioffe and Szegedy, 2015): in training by the batch's mean
 * and variance, in inference by their running averages.
 *
 * @param momentum share of the newest batch in the running averages
 * @param epsilon added to the variance
 * @param scale what γ starts at; 0 at the end of a residual body lets the block start as its
 *     shortcut (Goyal et al., 2017)
 */
public record BatchNorm(double momentum, double epsilon, double scale) implements Layer {
  /** The usual options: momentum 0.1, epsilon 1e-5, scale 1. */
  public static final BatchNorm STANDARD = new BatchNorm(0.1, 1e-5, 1);

  /** The usual options, but starting at scale 0. */
  public static final BatchNorm ZERO = new BatchNorm(0.1, 1e-5, 0);

  @JsonCreator
  static BatchNorm of(
      @JsonProperty("momentum") @Nullable Double momentum,
      @JsonProperty("epsilon") @Nullable Double epsilon,
      @JsonProperty("scale") @Nullable Double scale) {
    return new BatchNorm(
        momentum == null ? STANDARD.momentum : momentum,
        epsilon == null ? STANDARD.epsilon : epsilon,
        scale == null ? STANDARD.scale : scale);
  }

  /** Checks the numbers. */
  public BatchNorm {
    if (!(momentum > 0 && momentum <= 1)) {
      throw new IllegalArgumentException("'momentum' must be in (0, 1], got " + momentum);
    }
    if (!(epsilon > 0)) {
      throw new IllegalArgumentException("'epsilon' must be > 0, got " + epsilon);
    }
  }

  @Override
  public String type() {
    return "batch_norm";
  }

  @Override
  public Shape output(Shape input) {
    return input;
  }

  @Override
  public long parameters(Shape input) {
    return 2L * input.channels();
  }

  @Override
  public Block build(Weights weights, String name, Shape input) {
    return new Trained(this, weights, name, input);
  }

  /** What normalisation does to a channel in inference: {@code x · scale + shift}. */
  @SuppressWarnings("ArrayRecordComponent")
  record ScaleAndShift(float[] scale, float[] shift) {}

  /** A normalisation with its statistics. */
  static final class Trained implements Block {
    private static final String MEAN = ".mean";
    private static final String VARIANCE = ".variance";

    private final BatchNorm spec;
    private final String name;
    private final Shape input;
    private final Tensor gamma;
    private final Tensor beta;
    private final Tensor mean;
    private final Tensor variance;
    private boolean lacksStatistics;
    private @Nullable ScaleAndShift kept;
    private int watched;

    private Trained(BatchNorm spec, Weights weights, String name, Shape input) {
      this.spec = spec;
      this.name = name;
      this.input = input;
      gamma = weights.filled(exportedScale(), (float) spec.scale(), input.channels());
      beta = weights.filled(exportedShift(), 0, input.channels());
      mean = weights.statistic(name + MEAN, 0, input.channels());
      variance = weights.statistic(name + VARIANCE, 1, input.channels());
    }

    @Override
    public Tensor forward(Tensor x, boolean training) {
      return kept == null ? normalised(x, training, spec.momentum()) : watching(x, kept);
    }

    private Tensor normalised(Tensor x, boolean training, double momentum) {
      return torch.batch_norm(
          x,
          new TensorOptional(gamma),
          new TensorOptional(beta),
          new TensorOptional(mean),
          new TensorOptional(variance),
          training,
          momentum,
          spec.epsilon(),
          false);
    }

    /** The mean of the batches' statistics so far becomes its own; the output is what it was. */
    private Tensor watching(Tensor x, ScaleAndShift as) {
      watched++;
      normalised(x, true, 1.0 / watched);
      return x.mul(channels(as.scale())).add(channels(as.shift()));
    }

    private Tensor channels(float[] values) {
      return Tensor.create(
          values, input.isVector() ? new long[] {values.length} : new long[] {values.length, 1, 1});
    }

    /** Whether all it knows is what to compute in inference. */
    boolean lacksStatistics() {
      return lacksStatistics;
    }

    /**
     * From now on takes its statistics from what it sees, but goes on to compute what it computes
     * in inference.
     */
    void watch() {
      kept = scaleAndShift();
      watched = 0;
    }

    /** Ends {@link #watch}: with its new statistics, it computes in inference what it computed. */
    void settle() {
      ScaleAndShift as = Objects.requireNonNull(kept, "watch() first");
      kept = null;
      lacksStatistics = false;
      float[] mu = Weights.toArray(mean);
      float[] sigma2 = Weights.toArray(variance);
      float[] scale = as.scale().clone();
      float[] shift = as.shift().clone();
      for (int c = 0; c < scale.length; c++) {
        scale[c] = (float) (as.scale()[c] * Math.sqrt(sigma2[c] + spec.epsilon()));
        shift[c] += as.scale()[c] * mu[c];
      }
      set(scale, shift);
    }

    /** Becomes, in inference, {@code x · scale + shift}, and knows no statistics. */
    void become(float[] scale, float[] shift) {
      lacksStatistics = true;
      try (PointerScope pointers = new PointerScope();
          NoGradGuard guard = new NoGradGuard()) {
        mean.zero_();
        variance.fill_(new Scalar(1 - spec.epsilon()));
      }
      set(scale, shift);
    }

    private void set(float[] scale, float[] shift) {
      try (PointerScope scope = new PointerScope();
          NoGradGuard guard = new NoGradGuard()) {
        gamma.copy_(Tensor.create(scale, scale.length));
        beta.copy_(Tensor.create(shift, shift.length));
      }
    }

    /** The names of its tensors. */
    Set<String> names() {
      return Set.of(exportedScale(), exportedShift(), name + MEAN, name + VARIANCE);
    }

    /** The name of the constant that {@link #export} multiplies each channel by. */
    String exportedScale() {
      return name + ".scale";
    }

    /** The name of the constant that {@link #export} adds to each channel. */
    String exportedShift() {
      return name + ".shift";
    }

    int channels() {
      return input.channels();
    }

    /** γ/√(σ²+ε) and β − μγ/√(σ²+ε). */
    ScaleAndShift scaleAndShift() {
      float[] scale = Weights.toArray(gamma);
      float[] shift = Weights.toArray(beta);
      float[] mu = Weights.toArray(mean);
      float[] sigma2 = Weights.toArray(variance);
      for (int c = 0; c < scale.length; c++) {
        double factor = scale[c] / Math.sqrt(sigma2[c] + spec.epsilon());
        shift[c] = (float) (shift[c] - mu[c] * factor);
        scale[c] = (float) factor;
      }
      return new ScaleAndShift(scale, shift);
    }

    @Override
    public String export(OnnxGraph graph, String x) {
      ScaleAndShift values = scaleAndShift();
      long channels = input.channels();
      long[] shape = input.isVector() ? new long[] {channels} : new long[] {channels, 1, 1};
      String scaled =
          graph.node("Mul", List.of(x, graph.constant(exportedScale(), values.scale(), shape)));
      return graph.node(
          "Add", List.of(scaled, graph.constant(exportedShift(), values.shift(), shape)));
    }
  }
}
