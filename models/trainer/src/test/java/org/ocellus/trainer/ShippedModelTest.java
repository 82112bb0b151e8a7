package org.ocellus.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ocellus.image.RgbImage;
import org.ocellus.model.Model;
import org.ocellus.trainer.recipe.Recipe;
import org.ocellus.trainer.recipe.RecipeReader;

class ShippedModelTest {
  @ParameterizedTest
  @ValueSource(strings = {"fovea", "pinhole"})
  void theEngineOpensItAsAFolderAndItIsWhatItsRecipeDescribes(String name) throws IOException {
    Recipe recipe = RecipeReader.read(Path.of("../recipes", name + ".yaml"));
    try (Model model = Model.open(folder(name).resolve("model"), 1)) {
      assertThat(model.name()).isEqualTo(recipe.name());
      assertThat(model.dimension()).isEqualTo(recipe.architecture().network().dimension());
      assertThat(model.preprocessing()).isEqualTo(recipe.preprocessing());
      assertThat(model.classifies()).isTrue();
      assertThat(model.calibration()).isPresent();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"fovea", "pinhole"})
  void itsMarkerNamesWhereItsResourcesAre(String name) throws IOException {
    assertThat(folder(name).resolve("resources/META-INF/ocellus/model"))
        .content()
        .isEqualTo("org/ocellus/models/" + name + "\n");
    assertThat(Files.readString(folder(name).resolve("pom.xml")))
        .contains("<targetPath>org/ocellus/models/" + name + "</targetPath>");
  }

  @Test
  void theOneThatComesAlongReadsSentencesAndWritesCaptions() throws IOException {
    try (Model model = Model.bundled(1)) {
      assertThat(model.name()).isEqualTo("fovea");
      assertThat(model.alignsPicturesWithText()).isTrue();
      assertThat(model.textEncoder().embed(List.of("a dog")).get(0)).hasSize(256);
      var preprocessing = model.captioner().preprocessing();
      RgbImage grey = new RgbImage(64, 48, new byte[64 * 48 * 3]);
      assertThat(model.captioner().caption(List.of(preprocessing.apply(grey))).get(0).text())
          .isNotBlank();
    }
  }

  @Test
  void itIsSmallEnoughToShip() throws IOException {
    Path model = folder("fovea").resolve("model");
    assertThat(Files.size(model.resolve("model.onnx"))).isLessThan(12_000_000);
    long captioner = 0;
    for (String part : List.of("encoder_model.onnx", "decoder_model.onnx", "tokenizer.json")) {
      captioner += Files.size(model.resolve(part));
    }
    assertThat(captioner).isLessThan(15_000_000);
  }

  private static Path folder(String name) {
    return Path.of("..", name);
  }
}
