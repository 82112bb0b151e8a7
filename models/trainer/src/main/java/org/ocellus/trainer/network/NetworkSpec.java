package org.ocellus.trainer.network;

import java.util.List;

/**
 * The shape of a residual network (He et al., "Deep Residual Learning for Image Recognition", 2016)
 * over square RGB pictures: a convolutional stem, stages of basic blocks, global average pooling
 * (the embedding) and a linear head (the logits).
 *
 * @param inputSize width and height of the input in pixels
 * @param stem the first convolution
 * @param stages the stages, first to last; the last one's channels are the embedding's dimension
 */
public record NetworkSpec(int inputSize, Stem stem, List<Stage> stages) {

  /**
   * The first convolution with its batch normalisation and ReLU.
   *
   * @param channels output channels
   * @param kernel odd kernel size, padded by half of it
   * @param stride step in pixels
   */
  public record Stem(int channels, int kernel, int stride) {
    /** Checks the numbers. */
    public Stem {
      positive("stem channels", channels);
      positive("stem kernel", kernel);
      positive("stem stride", stride);
      if (kernel % 2 == 0) {
        throw new IllegalArgumentException(
            "stem kernel is " + kernel + "; give an odd size so that padding is symmetric");
      }
    }
  }

  /**
   * Some basic blocks of two 3×3 convolutions each, all of one width.
   *
   * @param channels output channels of every block
   * @param blocks number of blocks, at least one
   * @param stride step of the first block; the others have step 1
   */
  public record Stage(int channels, int blocks, int stride) {
    /** Checks the numbers. */
    public Stage {
      positive("stage channels", channels);
      positive("stage blocks", blocks);
      positive("stage stride", stride);
    }
  }

  /** Checks the numbers, and that the strides leave at least one pixel to pool. */
  public NetworkSpec {
    positive("network inputSize", inputSize);
    stages = List.copyOf(stages);
    if (stages.isEmpty()) {
      throw new IllegalArgumentException("the network has no stages; give it at least one");
    }
    int reduction = stem.stride();
    for (Stage stage : stages) {
      reduction *= stage.stride();
    }
    if (reduction > inputSize) {
      throw new IllegalArgumentException(
          "the network's strides multiply to "
              + reduction
              + ", more than its input of "
              + inputSize
              + " pixels; use fewer or smaller strides");
    }
  }

  /** The embedding's length: the channels of the last stage. */
  public int dimension() {
    return stages.getLast().channels();
  }

  private static void positive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " is " + value + "; give a number of 1 or more");
    }
  }
}
