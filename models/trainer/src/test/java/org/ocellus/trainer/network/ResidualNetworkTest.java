package org.ocellus.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.ocellus.trainer.ToyRecipe;

class ResidualNetworkTest {
  @Test
  void aBatchGivesOneEmbeddingAndOneRowOfLogitsForEachPicture() {
    try (ResidualNetwork network = new ResidualNetwork(ToyRecipe.NETWORK, 5, 1);
        PointerScope scope = new PointerScope()) {
      ResidualNetwork.Output output = network.forward(torch.randn(3, 3, 16, 16), true);

      assertThat(shape(output.embedding())).containsExactly(3, 16);
      assertThat(shape(output.logits())).containsExactly(3, 5);
    }
  }

  @Test
  void theSameSeedGivesTheSameWeights() {
    try (ResidualNetwork one = new ResidualNetwork(ToyRecipe.NETWORK, 5, 1);
        ResidualNetwork same = new ResidualNetwork(ToyRecipe.NETWORK, 5, 1);
        ResidualNetwork other = new ResidualNetwork(ToyRecipe.NETWORK, 5, 2)) {
      assertThat(weights(one)).isEqualTo(weights(same)).isNotEqualTo(weights(other));
    }
  }

  @Test
  void parametersAreCountedAsOnPaper() {
    long stem = 3 * 8 * 9 + 2 * 8;
    long stage1 = (8 * 8 * 9 + 16) + (8 * 8 * 9 + 16) + (8 * 8 + 16);
    long widening = (8 * 16 * 9 + 32) + (16 * 16 * 9 + 32) + (8 * 16 + 32);
    long plain = 2 * (16 * 16 * 9 + 32);
    long head = 5 * 16 + 5;

    try (ResidualNetwork network = new ResidualNetwork(ToyRecipe.NETWORK, 5, 1)) {
      assertThat(network.tensors().parameterCount())
          .isEqualTo(stem + stage1 + widening + plain + head);
    }
  }

  @Test
  void inInferenceAPicturesEmbeddingDoesNotDependOnItsBatch() {
    try (ResidualNetwork network = new ResidualNetwork(ToyRecipe.NETWORK, 5, 1);
        PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Tensor pictures = torch.randn(4, 3, 16, 16);
      float[] together = NamedTensors.toArray(network.forward(pictures, false).embedding());
      float[] alone =
          NamedTensors.toArray(network.forward(pictures.narrow(0, 0, 1), false).embedding());

      for (int i = 0; i < alone.length; i++) {
        assertThat(alone[i]).isCloseTo(together[i], org.assertj.core.data.Offset.offset(1e-5f));
      }
    }
  }

  @Test
  void stridesThatLeaveNothingAreNamed() {
    assertThatThrownBy(
            () ->
                new NetworkSpec(
                    4, new NetworkSpec.Stem(8, 3, 4), List.of(new NetworkSpec.Stage(8, 1, 2))))
        .hasMessageContaining("strides multiply to 8")
        .hasMessageContaining("input of 4");
  }

  private static float[] weights(ResidualNetwork network) {
    return network.blocks().getFirst().first().folded().weight();
  }

  private static long[] shape(Tensor tensor) {
    long[] shape = new long[Math.toIntExact(tensor.dim())];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = tensor.size(i);
    }
    return shape;
  }
}
