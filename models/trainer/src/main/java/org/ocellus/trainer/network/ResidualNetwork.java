package org.ocellus.trainer.network;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * A residual network with random initial weights, trainable by libtorch. Owns its weights' native
 * memory until closed; everything else it makes belongs to the caller's {@code PointerScope}. Not
 * safe for use by several threads.
 */
public final class ResidualNetwork implements AutoCloseable {
  /**
   * What the network says of a batch of N pictures, both float32 outside of autocast.
   *
   * @param embedding {@code [N, dimension]}: the last stage averaged over its pixels, not
   *     normalised
   * @param logits {@code [N, classes]}
   */
  public record Output(Tensor embedding, Tensor logits) {}

  private final NetworkSpec spec;
  private final int classes;
  private final NamedTensors tensors = new NamedTensors();
  private final ConvBatchNorm stem;
  private final List<ResidualBlock> blocks = new ArrayList<>();
  private final Tensor headWeight;
  private final Tensor headBias;

  /**
   * Creates the network that {@code spec} describes.
   *
   * @param spec its shape
   * @param classes number of logits
   * @param seed of the initial weights: the same seed gives the same weights
   */
  public ResidualNetwork(NetworkSpec spec, int classes, long seed) {
    if (classes < 1) {
      throw new IllegalArgumentException(
          "the network has no classes to tell apart; label the data");
    }
    this.spec = spec;
    this.classes = classes;
    RandomGenerator random = new SplittableRandom(seed);
    NetworkSpec.Stem first = spec.stem();
    stem =
        new ConvBatchNorm(
            tensors, "stem", 3, first.channels(), first.kernel(), first.stride(), 1, random);
    int channels = first.channels();
    for (int s = 0; s < spec.stages().size(); s++) {
      NetworkSpec.Stage stage = spec.stages().get(s);
      for (int b = 0; b < stage.blocks(); b++) {
        String name = "stage" + (s + 1) + ".block" + (b + 1);
        int stride = b == 0 ? stage.stride() : 1;
        blocks.add(ResidualBlock.create(tensors, name, channels, stage.channels(), stride, random));
        channels = stage.channels();
      }
    }
    float[] weights = new float[classes * channels];
    double bound = 1 / Math.sqrt(channels);
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) random.nextDouble(-bound, bound);
    }
    headWeight = tensors.parameter("head.weight", weights, classes, channels);
    headBias = tensors.parameter("head.bias", new float[classes], classes);
  }

  /**
   * Runs the network.
   *
   * @param pictures {@code [N, 3, size, size]} normalised pictures, best in channels-last layout
   * @param training whether batch normalisation uses, and learns from, this batch
   */
  public Output forward(Tensor pictures, boolean training) {
    Tensor x = torch.relu_(stem.forward(pictures, training));
    for (ResidualBlock block : blocks) {
      x = block.forward(x, training);
    }
    Tensor embedding = x.to(torch.ScalarType.Float).mean(2, 3);
    Tensor logits = torch.linear(embedding, headWeight, new TensorOptional(headBias));
    return new Output(embedding, logits);
  }

  /** The shape. */
  public NetworkSpec spec() {
    return spec;
  }

  /** The number of logits. */
  public int classes() {
    return classes;
  }

  /** The weights and running statistics. */
  public NamedTensors tensors() {
    return tensors;
  }

  /** The first convolution, followed by ReLU. */
  public ConvBatchNorm stem() {
    return stem;
  }

  /** The blocks of all stages, first to last. */
  public List<ResidualBlock> blocks() {
    return Collections.unmodifiableList(blocks);
  }

  /** The head's weights, {@code [classes, dimension]} in row-major order. */
  public float[] headWeight() {
    return NamedTensors.toArray(headWeight);
  }

  /** The head's bias, one for each class. */
  public float[] headBias() {
    return NamedTensors.toArray(headBias);
  }

  @Override
  public void close() {
    tensors.close();
  }
}
