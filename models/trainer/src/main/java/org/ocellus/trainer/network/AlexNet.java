package org.ocellus.trainer.network;

import java.util.List;
import java.util.Map;

/**
 * AlexNet (Krizhevsky et al., "ImageNet classification with deep convolutional neural networks",
 * 2012): five convolutions and three linear layers, of which the task's head is the last. The
 * second, fourth and fifth convolution have two groups, which the paper kept on two graphics cards;
 * the first two are followed by local response normalisation, and pooling windows overlap. The
 * input is 227 × 227 pixels: with the paper's 224 its sizes do not work out. 60,965,224 parameters
 * with 1,000 classes.
 */
public record AlexNet() implements Architecture {
  @Override
  public NetworkSpec network() {
    Layer pool = new MaxPool(Extent.square(3), Extent.square(2), null);
    return new NetworkSpec(
        new Shape(3, 227, 227),
        List.of(
            Convolution.square(96, 11, 4).padded(Padding.VALID),
            Activation.RELU,
            LocalResponseNorm.STANDARD,
            pool,
            Convolution.square(256, 5, 1).grouped(2),
            Activation.RELU,
            LocalResponseNorm.STANDARD,
            pool,
            Convolution.square(384, 3, 1),
            Activation.RELU,
            Convolution.square(384, 3, 1).grouped(2),
            Activation.RELU,
            Convolution.square(256, 3, 1).grouped(2),
            Activation.RELU,
            pool,
            new Flatten(),
            new Linear(4096, true),
            Activation.RELU,
            new Dropout(0.5),
            new Linear(4096, true),
            Activation.RELU,
            new Dropout(0.5)),
        Map.of());
  }
}
