package org.ocellus.trainer.captioner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.ocellus.trainer.recipe.RecipeException;
import org.ocellus.trainer.recipe.RecipeReader;

class CaptionerRecipeTest {
  private static final Path PUBLISHED = Path.of("../recipes/captioners");

  @TempDir private Path folder;

  static Stream<Path> published() throws IOException {
    try (Stream<Path> files = Files.list(PUBLISHED)) {
      return files.toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("published")
  void aPublishedRecipeIsReadAndNamedLikeItsFile(Path file) {
    CaptionerRecipe recipe = RecipeReader.read(file, CaptionerRecipe.class);

    assertThat(file).hasFileName(recipe.name() + ".yaml");
    assertThat(recipe.positions()).isEqualTo(recipe.captions().longest() + 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          labelSmoothing: 0.1 | labelSmoothing: 1 | 'labelSmoothing' must be in [0, 1), got 1.0
          patience: 4         | patience: 0       | 'patience' must be >= 1, got 0
          minimum: 4          | minimum: 0        | 'minimum' must be >= 1, got 0
          beams: 5            | beams: 0          | 'beams' must be >= 1, got 0
          heads: 4            | heads: 3          | 'heads' must divide the width of 256, got 3
          """)
  void aNumberOutOfRangeIsRefusedByName(String right, String wrong, String message)
      throws Exception {
    assertThatThrownBy(() -> read(right, wrong))
        .isInstanceOf(RecipeException.class)
        .hasMessageContaining(message);
  }

  @Test
  void sentencesOfItsOwnAreSeveralAndNotSmoothed() {
    assertThatThrownBy(() -> read("patience: 4", "patience: 4\nselfCritical: {samples: 1}"))
        .isInstanceOf(RecipeException.class)
        .hasMessageContaining("'samples' must be >= 2, got 1");
    assertThatThrownBy(() -> read("patience: 4", "patience: 4\nselfCritical: {samples: 2}"))
        .isInstanceOf(RecipeException.class)
        .hasMessageContaining("with 'selfCritical' it must be 0");
  }

  @Test
  void pictureSizesAreNotTheCaptionersToChange() {
    assertThatThrownBy(() -> read("  batch: 64", "  batch: 64\n  progressive: {size: 8, until: 1}"))
        .isInstanceOf(RecipeException.class)
        .hasMessageContaining("a captioner goes without");
  }

  private CaptionerRecipe read(String right, String wrong) throws IOException {
    String text = Files.readString(PUBLISHED.resolve("narrator.yaml"));
    assertThat(text).contains(right);
    Path file = folder.resolve("wrong.yaml");
    Files.writeString(file, text.replace(right, wrong));
    return RecipeReader.read(file, CaptionerRecipe.class);
  }
}
