package org.ocellus.trainer.network;

import java.util.Optional;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The basic block of He et al. (2016): two 3×3 convolutions beside a shortcut, which is the
 * identity, or a 1×1 convolution where width or resolution changes. The second normalisation starts
 * at scale 0, so that the block starts as its shortcut (Goyal et al., 2017).
 *
 * @param first 3×3 convolution, which takes the stride, followed by ReLU
 * @param second 3×3 convolution
 * @param shortcut projection of the input, absent where the input itself is added
 */
public record ResidualBlock(
    ConvBatchNorm first, ConvBatchNorm second, Optional<ConvBatchNorm> shortcut) {

  static ResidualBlock create(
      NamedTensors tensors, String name, int in, int out, int stride, RandomGenerator random) {
    return new ResidualBlock(
        new ConvBatchNorm(tensors, name + ".first", in, out, 3, stride, 1, random),
        new ConvBatchNorm(tensors, name + ".second", out, out, 3, 1, 0, random),
        in == out && stride == 1
            ? Optional.empty()
            : Optional.of(
                new ConvBatchNorm(tensors, name + ".shortcut", in, out, 1, stride, 1, random)));
  }

  Tensor forward(Tensor x, boolean training) {
    Tensor inner = second.forward(torch.relu_(first.forward(x, training)), training);
    Tensor outer = shortcut.isPresent() ? shortcut.get().forward(x, training) : x;
    return torch.relu_(inner.add_(outer));
  }
}
