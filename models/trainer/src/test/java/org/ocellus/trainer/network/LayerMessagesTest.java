package org.ocellus.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonMappingException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayerMessagesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          conv: {out: 0, kernel: 3}                      | 'out' must be >= 1, got 0
          conv: {out: 4, kernel: 0}                      | 'kernel' must be >= 1, got 0
          conv: {out: 4, kernel: [3, 0]}                 | 'kernel' must be >= 1, got 3×0
          conv: {out: 4, kernel: 3, stride: 0}           | 'stride' must be >= 1, got 0
          conv: {out: 4, kernel: 3, dilation: 0}         | 'dilation' must be >= 1, got 0
          conv: {out: 4, kernel: 3, groups: 3}           | 'groups' must divide 'out' (4) and be >= 1, got 3
          conv: {out: 4, kernel: 3, padding: -1}         | padding must be >= 0, got -1
          conv: {out: 4, kernel: 3, padding: full}       | padding 'full' is unknown; give same, valid or a number
          conv: {out: 4, kernel: [1, 2, 3]}              | give one number, or two: [height, width]; got 3
          batch_norm: {momentum: 0}                      | 'momentum' must be in (0, 1], got 0.0
          batch_norm: {epsilon: 0}                       | 'epsilon' must be > 0, got 0.0
          leaky_relu: {slope: -1}                        | 'slope' must be in [0, 1], got -1.0
          max_pool: {kernel: 3, padding: 2}              | 'padding' must be at most half of 'kernel' (1), got 2
          min_pool: {kernel: 0}                          | 'kernel' must be >= 1, got 0
          mean_pool: {kernel: 2, stride: 0}              | 'stride' must be >= 1, got 0
          generalised_mean: {p: 0}                       | 'p' must be > 0, got 0.0
          local_response_norm: {size: 4}                 | 'size' must be odd and >= 1, got 4
          local_response_norm: {k: 0}                    | 'k' must be > 0, got 0.0
          squeeze_excite: {reduction: 0}                 | 'reduction' must be >= 1, got 0
          dropout: {p: 1}                                | 'p' must be in [0, 1), got 1.0
          linear: {out: 0}                               | 'out' must be >= 1, got 0
          l2_normalise: {epsilon: 0}                     | 'epsilon' must be > 0, got 0.0
          """)
  void aWrongOptionIsNamedWithWhatIsAllowed(String layer, String message) {
    assertThatThrownBy(() -> BlockTest.read(layer))
        .hasRootCauseInstanceOf(IllegalArgumentException.class)
        .hasRootCauseMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          tahn                          | there is no layer 'tahn'; did you mean 'tanh'?
          maxpool: {kernel: 2}          | there is no layer 'maxpool'; did you mean 'max_pool'?
          relu: {slope: 1}              | 'relu' has no options; write 'relu' alone
          conv                          | 'conv' needs options, as in 'conv: {…}'
          3                             | a layer is its name, or its name with options: 'name: {…}'
          """)
  void aLayerThatIsNoneIsNamedWithTheCure(String layer, String message) {
    assertThatThrownBy(() -> BlockTest.read(layer))
        .isInstanceOfSatisfying(
            JsonMappingException.class,
            e -> assertThat(e.getOriginalMessage()).startsWith(message));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          conv: {out: 4, kernel: 3, stride: 4}, conv: {out: 4, kernel: 5}      | conv2: 5×5 kernel does not fit a 2×2 input
          conv: {out: 4, kernel: 3, dilation: [2, 4]}                          | conv1: 3×3 (dilation 2×4) kernel does not fit a 8×8 input
          conv: {out: 4, kernel: 3, groups: 2}                                 | conv1: 'groups' is 2, which does not divide the input's 3 channels
          max_pool: {kernel: 9}                                                | max_pool1: 9×9 kernel does not fit a 8×8 input
          linear: {out: 4}                                                     | linear1: linear needs a vector, but gets 3 × 8 × 8; put global_mean or flatten before it
          flatten, conv: {out: 4, kernel: 1}                                   | conv1: conv needs planes of pixels, but gets a vector of 192
          global_mean, squeeze_excite                                          | squeeze_excite1: squeeze_excite needs planes of pixels, but gets a vector of 3
          residual: {body: [tanh]}, residual: {body: [conv: {out: 3, kernel: 9}]} | residual2.conv1: 9×9 kernel does not fit a 8×8 input
          residual: {body: [conv: {out: 4, kernel: 1}]}                        | residual1: the body gives 4 × 8 × 8, the shortcut 3 × 8 × 8; make them equal
          residual: {body: [tanh], shortcut: [max_pool: {kernel: 9}]}          | residual1.shortcut.max_pool1: 9×9 kernel does not fit a 8×8 input
          residual: {body: [residual: {body: [flatten]}]}                      | residual1.residual1: the body gives 192, the shortcut 3 × 8 × 8; make them equal
          tanh                                                                 | the body ends with planes of 3 × 8 × 8; end it with global_mean or flatten, so that it gives a vector, the embedding
          """)
  void aLayerThatDoesNotFitIsNamedWithItsInput(String layers, String message) throws Exception {
    List<Layer> body = BlockTest.read(layers);

    assertThatThrownBy(() -> new NetworkSpec(new Shape(3, 8, 8), body, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void aHeadsLayerIsNamedAfterTheHead() throws Exception {
    List<Layer> body = BlockTest.read("global_mean");
    List<Layer> head = BlockTest.read("linear: {out: 4}, flatten");

    assertThatThrownBy(() -> new NetworkSpec(new Shape(3, 8, 8), body, Map.of("age", head)))
        .hasMessage("age.flatten1: flatten needs planes of pixels, but gets a vector of 4");
  }
}
