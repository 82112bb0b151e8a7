package org.ocellus.trainer.quantisation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.ocellus.trainer.SmallModel;

class ChannelWeightsTest {
  private static final float[] NO_BIAS = {};

  @Test
  void noWeightIsOffByMoreThanHalfTheScaleOfItsChannel() {
    float[] weights = SmallModel.random(5 * 27, 1);
    for (int i = 0; i < 27; i++) {
      weights[27 + i] *= 1000; // channel 1 has a scale of its own
    }

    ChannelWeights quantised = ChannelWeights.of(weights, 5, 27, NO_BIAS, 0.1f);

    for (int i = 0; i < weights.length; i++) {
      float scale = quantised.scales()[i / 27];
      assertThat(scale * quantised.bytes()[i]).isCloseTo(weights[i], within(scale * 0.5001f));
    }
    assertThat(quantised.scales()[1]).isGreaterThan(100 * quantised.scales()[0]);
  }

  @Test
  void channelsMayBeTheLastDimension() {
    // A matrix of 2 inputs and 3 outputs.
    ChannelWeights quantised =
        ChannelWeights.of(new float[] {1, 20, 0, -2, 10, 0}, 3, 1, NO_BIAS, 1);

    assertThat(quantised.scales()).containsExactly(2f / 127, 20f / 127, 1);
    assertThat(quantised.bytes()).containsExactly(64, 127, 0, -127, 64, 0);
  }

  @Test
  void aBiasIsOffByAtMostHalfTheProductOfBothScales() {
    float[] bias = {0.7f, -123.4f};
    ChannelWeights quantised =
        ChannelWeights.of(new float[] {0.3f, 0.1f, -2, 1}, 2, 2, bias, 0.02f);

    int[] integers = quantised.bias(bias, 0.02f);

    for (int channel = 0; channel < 2; channel++) {
      float step = quantised.products(0.02f)[channel];
      assertThat(step).isCloseTo(0.02f * quantised.scales()[channel], within(1e-9f));
      assertThat((double) step * integers[channel]).isCloseTo(bias[channel], within(0.51 * step));
    }
  }

  @Test
  void aBiasTooLargeForItsWeightsWidensTheirScale() {
    float[] bias = {5, 5};
    float[] weights = {1e-12f, 1};

    ChannelWeights quantised = ChannelWeights.of(weights, 2, 1, bias, 0.01f);

    int[] integers = quantised.bias(bias, 0.01f);
    assertThat(integers[0] * (double) quantised.products(0.01f)[0]).isCloseTo(5, within(1e-5));
    assertThat(integers[1] * (double) quantised.products(0.01f)[1]).isCloseTo(5, within(1e-4));
  }
}
