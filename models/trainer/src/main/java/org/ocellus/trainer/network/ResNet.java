package org.ocellus.trainer.network;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A residual network (He et al., "Deep Residual Learning for Image Recognition", 2016) over square
 * RGB pictures: a convolutional stem, stages of basic or bottleneck blocks, global average pooling,
 * and perhaps a linear layer that gives the embedding a length of its own.
 *
 * @param inputSize width and height of the input in pixels
 * @param stem the first convolution
 * @param stages the stages, first to last
 * @param embedding the embedding's dimension; absent for the last stage's channels
 */
public record ResNet(
    @JsonProperty(required = true) int inputSize,
    @JsonProperty(required = true) Stem stem,
    @JsonProperty(required = true) List<Stage> stages,
    @Nullable Integer embedding)
    implements Architecture {

  /**
   * The first convolution with its batch normalisation and ReLU.
   *
   * @param channels output channels
   * @param kernel odd kernel size, padded by half of it
   * @param stride step in pixels
   */
  public record Stem(
      @JsonProperty(required = true) int channels,
      @JsonProperty(required = true) int kernel,
      @JsonProperty(required = true) int stride) {}

  /**
   * Some blocks, all of one width: basic ones of two 3×3 convolutions, or bottlenecks of a 1×1 that
   * narrows, a 3×3 and a 1×1 that widens (He et al., figure 5; the 3×3 has the stride).
   *
   * @param channels output channels of every block
   * @param blocks number of blocks
   * @param stride step of the first block; the others have step 1
   * @param bottleneck channels in the middle of a bottleneck; absent for basic blocks
   */
  public record Stage(
      @JsonProperty(required = true) int channels,
      @JsonProperty(required = true) int blocks,
      @JsonProperty(required = true) int stride,
      @Nullable Integer bottleneck) {
    /** Checks the number. */
    public Stage {
      if (blocks < 1) {
        throw new IllegalArgumentException("'blocks' must be >= 1, got " + blocks);
      }
    }

    /** Basic blocks. */
    public Stage(int channels, int blocks, int stride) {
      this(channels, blocks, stride, null);
    }
  }

  /**
   * The network of 20 layers for CIFAR-10 (He et al., section 4.2). Where width or resolution
   * changes, the shortcut is a 1×1 convolution with batch normalisation; the paper has identities
   * padded with zeros there, and so 2,752 parameters less. 272,474 with ten classes.
   */
  public static final ResNet RESNET_20 =
      new ResNet(
          32,
          new Stem(16, 3, 1),
          List.of(new Stage(16, 3, 1), new Stage(32, 3, 2), new Stage(64, 3, 2)));

  /** Wider and less deep than that: 696,618 parameters with ten classes. */
  public static final ResNet SMALL =
      new ResNet(
          32,
          new Stem(32, 3, 1),
          List.of(new Stage(32, 2, 1), new Stage(64, 2, 2), new Stage(128, 2, 2)));

  /** An embedding of the last stage's channels. */
  public ResNet(int inputSize, Stem stem, List<Stage> stages) {
    this(inputSize, stem, stages, null);
  }

  /** Checks that there are stages and that they fit. */
  public ResNet {
    stages = List.copyOf(stages);
    if (stages.isEmpty()) {
      throw new IllegalArgumentException("'stages' is empty; give at least one");
    }
    layers(inputSize, stem, stages, embedding);
  }

  @Override
  public NetworkSpec network() {
    return layers(inputSize, stem, stages, embedding);
  }

  private static NetworkSpec layers(
      int inputSize, Stem stem, List<Stage> stages, @Nullable Integer embedding) {
    List<Layer> layers = new ArrayList<>();
    layers.add(Convolution.square(stem.channels(), stem.kernel(), stem.stride()).withoutBias());
    layers.add(BatchNorm.STANDARD);
    layers.add(Activation.RELU);
    int channels = stem.channels();
    for (Stage stage : stages) {
      for (int b = 0; b < stage.blocks(); b++) {
        int stride = b == 0 ? stage.stride() : 1;
        layers.add(block(channels, stage, stride));
        layers.add(Activation.RELU);
        channels = stage.channels();
      }
    }
    layers.add(new GlobalMean());
    if (embedding != null) {
      layers.add(new Linear(embedding, true));
    }
    return new NetworkSpec(new Shape(3, inputSize, inputSize), layers, Map.of());
  }

  /** A block; a 1×1 convolution is the shortcut where width or resolution changes. */
  private static Layer block(int in, Stage stage, int stride) {
    int out = stage.channels();
    Integer middle = stage.bottleneck();
    return new Residual(
        middle == null
            ? List.of(
                Convolution.square(out, 3, stride).withoutBias(),
                BatchNorm.STANDARD,
                Activation.RELU,
                Convolution.square(out, 3, 1).withoutBias(),
                BatchNorm.ZERO)
            : List.of(
                Convolution.square(middle, 1, 1).withoutBias(),
                BatchNorm.STANDARD,
                Activation.RELU,
                Convolution.square(middle, 3, stride).withoutBias(),
                BatchNorm.STANDARD,
                Activation.RELU,
                Convolution.square(out, 1, 1).withoutBias(),
                BatchNorm.ZERO),
        in == out && stride == 1
            ? List.of()
            : List.of(Convolution.square(out, 1, stride).withoutBias(), BatchNorm.STANDARD));
  }
}
