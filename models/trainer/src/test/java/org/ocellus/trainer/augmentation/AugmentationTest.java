package org.ocellus.trainer.augmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import org.junit.jupiter.api.Test;

class AugmentationTest {

  @Test
  void aRecipeNamesWhatItWants() throws JsonProcessingException {
    Augmentation read =
        read(
            """
            occlusion: {probability: 0.2}
            flip: 0.5
            rotation: 10
            scale: {smallest: 0.4, aspect: 1.3}
            lighting: {gamma: 1.5, jpeg: 40}
            """);

    assertThat(read.variations())
        .containsExactly(
            new Rotation(10),
            new Scale(0.4, 1.0, 1.3),
            new Flip(0.5),
            new Lighting(0.0, 0.0, 0.0, 0.0, 1.5, 0.0, 40),
            new Occlusion(0.2, 0.09, 0.25));
    assertThat(read.variations()).extracting(Variation::name).startsWith("rotation", "scale");
  }

  @Test
  void nothingNamedIsNothingVaried() throws JsonProcessingException {
    assertThat(read("{}")).isEqualTo(Augmentation.NONE);
  }

  @Test
  void numbersOutOfRangeAreNamed() {
    assertThatThrownBy(() -> read("flip: 2"))
        .hasMessageContaining("'flip' must be from 0.0 to 1.0, got 2.0");
    assertThatThrownBy(() -> read("scale: {smallest: 0}"))
        .hasMessageContaining("'scale.smallest' must be from 0.01 to 1.0, got 0.0");
    assertThatThrownBy(() -> read("lighting: {jpeg: 101}"))
        .hasMessageContaining("'lighting.jpeg' must be from 1.0 to 100.0, got 101.0");
  }

  @Test
  void whatIsNoVariationIsNamed() {
    assertThatThrownBy(() -> read("flipp: 0.5")).hasMessageContaining("flipp");
  }

  @Test
  void twoOfAKindAreRefused() {
    assertThatThrownBy(() -> Augmentation.of(new Flip(0.5), new Rotation(3), new Flip(0.2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'flip' is there twice");
  }

  private static Augmentation read(String yaml) throws JsonProcessingException {
    return new YAMLMapper().readValue(yaml, Augmentation.class);
  }
}
