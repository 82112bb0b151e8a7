package org.ocellus.trainer.network;

import java.util.List;
import java.util.Map;

/**
 * LeNet-5 (LeCun et al., "Gradient-based learning applied to document recognition", 1998) over
 * pictures of 32 × 32 pixels, in the form in which it is known today: every map of the second
 * convolution sees all maps before it, mean pooling has no weights, activations are tanh, and the
 * output layer is linear. 61,706 parameters with one channel and ten classes.
 *
 * @param channels planes of a picture: 1 for grey ones, as in the paper, 3 for the pictures of
 *     recipes
 */
public record LeNet5(int channels) implements Architecture {
  /** The paper's, over grey pictures. */
  public static final LeNet5 GREY = new LeNet5(1);

  /** Checks the number. */
  public LeNet5 {
    if (channels < 1) {
      throw new IllegalArgumentException("'channels' must be >= 1, got " + channels);
    }
  }

  @Override
  public NetworkSpec network() {
    return new NetworkSpec(
        new Shape(channels, 32, 32),
        List.of(
            convolution(6),
            Activation.TANH,
            new MeanPool(Extent.square(2), null, null),
            convolution(16),
            Activation.TANH,
            new MeanPool(Extent.square(2), null, null),
            convolution(120),
            Activation.TANH,
            new Flatten(),
            new Linear(84, true),
            Activation.TANH),
        Map.of());
  }

  private static Layer convolution(int out) {
    return Convolution.square(out, 5, 1).padded(Padding.VALID);
  }
}
