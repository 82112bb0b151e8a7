package org.ocellus.trainer.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.trainer.data.FolderSource;
import org.ocellus.trainer.data.ManifestSource;

class RecipeReaderTest {
  private static final Path PINHOLE = Path.of("../recipes/pinhole.yaml");

  @TempDir private Path folder;

  @Test
  void theShippedModelsRecipeIsRead() {
    Recipe recipe = RecipeReader.read(PINHOLE);

    assertThat(recipe.name()).isEqualTo("pinhole");
    assertThat(recipe.architecture().network().dimension()).isEqualTo(256);
    assertThat(recipe.preprocessing().width()).isEqualTo(64);
    assertThat(recipe.sources())
        .hasSize(3)
        .hasOnlyElementsOfTypes(FolderSource.class, ManifestSource.class);
    assertThat(recipe.training().precision()).isEqualTo(TrainingSpec.Precision.BFLOAT16);
  }

  @Test
  void anUnknownPropertyIsNamed() throws IOException {
    assertThatThrownBy(() -> RecipeReader.read(changed("  epochs:", "  epoch: 1\n  epochs:")))
        .isInstanceOf(RecipeException.class)
        .hasMessageContaining("at 'training.epoch'");
  }

  @Test
  void aMissingNumberIsNamed() throws IOException {
    assertThatThrownBy(() -> RecipeReader.read(changed("  seed: 20261123\n", "")))
        .isInstanceOf(RecipeException.class)
        .hasMessageContaining("at 'training.seed': the value is missing; give a number");
  }

  @Test
  void aBadValueIsNamedWithItsPlace() throws IOException {
    assertThatThrownBy(() -> RecipeReader.read(changed("batch: 128", "batch: 0")))
        .isInstanceOf(RecipeException.class)
        .hasMessageContaining("pinhole.yaml")
        .hasMessageContaining("at 'training'")
        .hasMessageContaining("'batch' must be >= 1, got 0");
  }

  @Test
  void preprocessingAndNetworkMustAgreeOnTheSize() throws IOException {
    assertThatThrownBy(() -> RecipeReader.read(changed("inputSize: 64", "inputSize: 32")))
        .isInstanceOf(RecipeException.class)
        .hasMessageContaining("3 × 64 × 64, but 'network' takes 3 × 32 × 32");
  }

  @Test
  void yamlThatIsNoneIsNamedWithItsPlace() throws IOException {
    assertThatThrownBy(() -> RecipeReader.read(changed("network:", "network: [")))
        .isInstanceOf(RecipeException.class)
        .hasMessageContaining("pinhole.yaml");
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatThrownBy(() -> RecipeReader.read(folder.resolve("none.yaml")))
        .isInstanceOf(RecipeException.class)
        .hasMessageContaining("cannot read the recipe " + folder.resolve("none.yaml"));
  }

  private Path changed(String from, String to) throws IOException {
    String recipe = Files.readString(PINHOLE);
    assertThat(recipe).contains(from);
    return Files.writeString(folder.resolve("pinhole.yaml"), recipe.replace(from, to));
  }
}
