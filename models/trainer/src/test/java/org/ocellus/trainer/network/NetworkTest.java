package org.ocellus.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.ocellus.trainer.ToyRecipe;

class NetworkTest {
  private static final NetworkSpec SPEC =
      ToyRecipe.NETWORK.network().withLinearHead(NetworkSpec.LOGITS, 5);

  @Test
  void aBatchGivesOneEmbeddingAndOneRowOfLogitsForEachPicture() {
    try (Network network = new Network(SPEC, 1);
        PointerScope scope = new PointerScope()) {
      Outputs outputs = network.forward(torch.randn(3, 3, 16, 16), true);

      assertThat(shape(outputs.embedding())).containsExactly(3, 16);
      assertThat(shape(outputs.get(NetworkSpec.LOGITS))).containsExactly(3, 5);
    }
  }

  @Test
  void theSameSeedGivesTheSameWeights() {
    try (Network one = new Network(SPEC, 1);
        Network same = new Network(SPEC, 1);
        Network other = new Network(SPEC, 2)) {
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

    try (Network network = new Network(SPEC, 1)) {
      assertThat(network.weights().parameterCount())
          .isEqualTo(SPEC.parameters())
          .isEqualTo(stem + stage1 + widening + plain + head);
    }
  }

  @Test
  void inInferenceAPicturesEmbeddingDoesNotDependOnItsBatch() {
    try (Network network = new Network(SPEC, 1);
        PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Tensor pictures = torch.randn(4, 3, 16, 16);
      float[] together = Weights.toArray(network.forward(pictures, false).embedding());
      float[] alone = Weights.toArray(network.forward(pictures.narrow(0, 0, 1), false).embedding());

      for (int i = 0; i < alone.length; i++) {
        assertThat(alone[i]).isCloseTo(together[i], org.assertj.core.data.Offset.offset(1e-5f));
      }
    }
  }

  private static float[] weights(Network network) {
    return Weights.toArray(network.weights().parameters().get("conv1.weight"));
  }

  private static long[] shape(Tensor tensor) {
    long[] shape = new long[Math.toIntExact(tensor.dim())];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = tensor.size(i);
    }
    return shape;
  }
}
