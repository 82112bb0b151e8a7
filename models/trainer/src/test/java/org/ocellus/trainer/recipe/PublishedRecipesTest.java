package org.ocellus.trainer.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PublishedRecipesTest {
  static Stream<Path> recipes() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("../recipes"))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void isReadAndNamedLikeItsFile(Path file) {
    Recipe recipe = RecipeReader.read(file);

    assertThat(file).hasFileName(recipe.name() + ".yaml");
    assertThat(recipe.architecture().network().parameters()).isPositive();
  }
}
