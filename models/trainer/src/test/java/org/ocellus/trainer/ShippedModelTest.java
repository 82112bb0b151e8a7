package org.ocellus.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.ocellus.model.Model;
import org.ocellus.trainer.recipe.Recipe;
import org.ocellus.trainer.recipe.RecipeReader;

class ShippedModelTest {
  private static final Path PINHOLE = Path.of("../pinhole");
  private static final Recipe RECIPE = RecipeReader.read(Path.of("../recipes/pinhole.yaml"));

  @Test
  void theEngineOpensItAsAFolderAndItIsWhatItsRecipeDescribes() throws IOException {
    try (Model model = Model.open(PINHOLE.resolve("model"), 1)) {
      assertThat(model.name()).isEqualTo(RECIPE.name());
      assertThat(model.dimension()).isEqualTo(RECIPE.architecture().network().dimension());
      assertThat(model.preprocessing()).isEqualTo(RECIPE.preprocessing());
      assertThat(model.classifies()).isTrue();
    }
  }

  @Test
  void itIsSmallEnoughToShip() throws IOException {
    assertThat(Files.size(PINHOLE.resolve("model/model.onnx"))).isLessThan(8_000_000);
  }

  @Test
  void itsMarkerNamesWhereItsResourcesAre() throws IOException {
    assertThat(PINHOLE.resolve("resources/META-INF/ocellus/model"))
        .content()
        .isEqualTo("org/ocellus/models/pinhole\n");
    assertThat(Files.readString(PINHOLE.resolve("pom.xml")))
        .contains("<targetPath>org/ocellus/models/pinhole</targetPath>");
  }
}
