package org.ocellus.trainer.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.image.Preprocessing;
import org.ocellus.image.Resize;
import org.ocellus.trainer.data.FolderSource;
import org.ocellus.trainer.data.ManifestSource;
import org.ocellus.trainer.network.MobileNetV2;
import org.ocellus.trainer.network.ResNet;

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
  void picturesCanBeCachedLargerThanTheInput() throws IOException {
    Recipe recipe = RecipeReader.read(changed("sources:", "cacheSize: 96\nsources:"));

    Preprocessing cached = recipe.cachedPreprocessing();
    assertThat(cached.width()).isEqualTo(96);
    assertThat(cached.resize()).contains(new Resize.ShortestEdge(96));
    assertThat(recipe.preprocessing().width()).isEqualTo(64);

    assertThatThrownBy(() -> RecipeReader.read(changed("sources:", "cacheSize: 32\nsources:")))
        .isInstanceOf(RecipeException.class)
        .hasMessageContaining("'cacheSize' must be at least the network's input of 64, got 32");
  }

  @Test
  void trainingCanStartWithSmallerPictures() throws IOException {
    String progressive = "batch: 128\n  progressive: {size: %d, until: 0.75}";
    Recipe recipe =
        RecipeReader.read(changed("batch: 128", progressive.formatted(48))).withEpochs(4);

    assertThat(recipe.preprocessing(3).width()).isEqualTo(48);
    assertThat(recipe.preprocessing(4).width()).isEqualTo(64);
    assertThat(recipe.preprocessing().width()).isEqualTo(64);

    assertThatThrownBy(() -> RecipeReader.read(changed("batch: 128", progressive.formatted(64))))
        .isInstanceOf(RecipeException.class)
        .hasMessageContaining("'progressive' must be less than the network's input of 64, got 64");
  }

  @Test
  void aSourceCanBeHeldOut() throws IOException {
    Path recipe = changed("validation: 0.02", "validation: {source: emoji}");
    assertThat(RecipeReader.read(recipe).validation().source()).isEqualTo("emoji");

    assertThatThrownBy(
            () ->
                RecipeReader.read(
                    changed("validation: 0.02", "validation: {source: emoji, labels: [cat]}")))
        .isInstanceOf(RecipeException.class)
        .hasMessageContaining("give 'labels', a 'source', or a share such as 0.02");
  }

  @Test
  void picturesAreMixedOnlyWhereTheirTargetsCanBe() throws IOException {
    Path recipe = changed("      flip: 0.25\n", "      flip: 0.25\n      mixing: {mixup: 0.2}\n");
    assertThat(RecipeReader.read(recipe).name()).isEqualTo("pinhole");

    String task = "  classification: {labelSmoothing: 0.1}";
    String embedding = "  embedding: {supervisedContrastive: {temperature: 0.1}}";
    Files.writeString(recipe, Files.readString(recipe).replace(task, embedding));
    assertThatThrownBy(() -> RecipeReader.read(recipe))
        .isInstanceOf(RecipeException.class)
        .hasMessageContaining("'mixing' mixes targets");
  }

  @Test
  void anUnknownPropertyIsNamed() throws IOException {
    assertThatThrownBy(() -> RecipeReader.read(changed("  epochs:", "  epoch: 1\n  epochs:")))
        .isInstanceOf(RecipeException.class)
        .hasMessageContaining(
            "at 'training.epoch': there is no 'epoch' here; did you mean 'epochs'?");
  }

  @Test
  void aNetworkCanBeGivenByItsNameAlone() throws IOException {
    String pinhole = Files.readString(PINHOLE);
    String network =
        pinhole.substring(pinhole.indexOf("network:"), pinhole.indexOf("preprocessing:"));
    Path file = folder.resolve("named.yaml");
    Files.writeString(
        file, pinhole.replace(network, "network: {mobilenet-v2: {resolution: 64, width: 0.35}}\n"));

    assertThat(RecipeReader.read(file).architecture()).isEqualTo(new MobileNetV2(0.35, 64));

    Files.writeString(
        file, pinhole.replace(network, "network: resnet-small\n").replace(" 64", " 32"));

    assertThat(RecipeReader.read(file).architecture()).isEqualTo(ResNet.SMALL);
  }

  @Test
  void aMissingNumberIsNamed() throws IOException {
    assertThatThrownBy(() -> RecipeReader.read(changed("  seed: 20261123\n", "")))
        .isInstanceOf(RecipeException.class)
        .hasMessageContaining("at 'training.seed': 'seed' is missing");
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
  void aFractionIsNotCutToAWholeNumber() throws IOException {
    assertThatThrownBy(() -> RecipeReader.read(changed("batch: 128", "batch: 1.5")))
        .isInstanceOf(RecipeException.class)
        .hasMessageContaining("at 'training.batch'")
        .hasMessageContaining("1.5");
  }

  @Test
  void aNegativeNumberOfThreadsIsNamed() throws IOException {
    assertThatThrownBy(() -> RecipeReader.read(changed("threads: 0", "threads: -3")))
        .isInstanceOf(RecipeException.class)
        .hasMessageContaining("'threads' must be >= 0, got -3");
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
        .hasMessageMatching(
            "recipe .*pinhole.yaml, line \\d+: while parsing a flow sequence: expected .*");
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
