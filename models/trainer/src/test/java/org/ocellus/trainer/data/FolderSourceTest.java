package org.ocellus.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderSourceTest {
  @TempDir private Path data;

  @Test
  void aPictureIsLabelledByItsFolder() throws IOException {
    touch("clips/animals/birds/owl.png");
    touch("clips/food/fruit_salad/pear.PNG");
    touch("clips/notes.txt");

    assertThat(labels(folder(null, null, 1)))
        .containsExactly("owl.png: birds, animals", "pear.PNG: fruit salad, food");
  }

  @Test
  void aFolderCalledImagesStandsForItsParentAndAFileNamesTheLabels() throws IOException {
    touch("clips/n01443537/images/n01443537_0.JPEG");
    Files.writeString(data.resolve("words.txt"), "n01443537\tgoldfish, Carassius auratus\n");

    assertThat(labels(folder("words.txt", null, 1)))
        .containsExactly("n01443537_0.JPEG: goldfish, Carassius auratus");
  }

  @Test
  void aSmallFolderJoinsItsParentAndASmallTopFolderIsLeftOut() throws IOException {
    touch("clips/animals/birds/owl.png");
    touch("clips/animals/fish/cod.png");
    touch("clips/buttons/red.png");

    assertThat(labels(folder(null, null, 2)))
        .containsExactly("owl.png: animals", "cod.png: animals");
  }

  @Test
  void exceptionsAreLeftOut() throws IOException {
    touch("clips/animals/owl.png");
    touch("clips/unsorted/what.png");

    assertThat(labels(folder(null, Set.of("unsorted"), 1))).containsExactly("owl.png: animals");
  }

  @Test
  void classesThatAreNotThereCannotBeNamed() throws IOException {
    touch("clips/animals/owl.png");

    assertThatThrownBy(() -> folder(null, Set.of("animal"), 1).read(data))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "source 'test': 'only' or 'except' names 'animal', but there is no such class; there"
                + " are animals");
  }

  @Test
  void onlyTheClassesNamedAreTaken() throws IOException {
    touch("clips/animals/owl.png");
    touch("clips/food/pear.png");

    assertThat(
            labels(
                new FolderSource(
                    "test", "", "clips", null, Set.of("food"), null, null, null, null)))
        .containsExactly("pear.png: food");
  }

  @Test
  void aMissingFolderIsNamed() {
    assertThatThrownBy(() -> folder(null, null, 1).read(data))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("source 'test'")
        .hasMessageContaining(data.resolve("clips").toString())
        .hasMessageContaining("--data");
  }

  private FolderSource folder(@Nullable String names, @Nullable Set<String> except, int minimum) {
    return new FolderSource("test", "self-made", "clips", names, null, except, minimum, null, null);
  }

  private List<String> labels(PictureSource source) {
    return source.read(data).stream()
        .map(p -> Path.of(p.content().name()).getFileName() + ": " + String.join(" + ", p.labels()))
        .toList();
  }

  private void touch(String path) throws IOException {
    Path file = data.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "");
  }
}
