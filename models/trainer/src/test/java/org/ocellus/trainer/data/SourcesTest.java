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

class SourcesTest {
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
  void aMissingFolderIsNamed() {
    assertThatThrownBy(() -> folder(null, null, 1).read(data))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("source 'test'")
        .hasMessageContaining(data.resolve("clips").toString())
        .hasMessageContaining("--data");
  }

  @Test
  void aManifestGivesItsTrainSplitAloneAndItsFrequentKeywords() throws IOException {
    manifest(
        """
        {"path":"a.png","keywords":["cat","grey"],"split":"train","title":"ignored"}
        {"path":"b.png","keywords":["cat","cat"],"split":"train"}
        {"path":"c.png","keywords":["cat","dog"],"split":"test"}
        {"path":"d.png","keywords":["dog"],"split":"train"}
        """);

    assertThat(labels(source(2))).containsExactly("a.png: cat", "b.png: cat");
  }

  @Test
  void aBadLineIsNamedByItsNumber() throws IOException {
    manifest(
        """
        {"path":"a.png","keywords":["cat"],"split":"train"}
        {"keywords":["cat"],"split":"train"}
        """);

    assertThatThrownBy(() -> source(1).read(data))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("m.jsonl line 2")
        .hasMessageContaining("path");
  }

  @Test
  void aMissingManifestIsNamed() {
    assertThatThrownBy(() -> source(1).read(data))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(data.resolve("sub/m.jsonl").toString());
  }

  @Test
  void equalLabelsOfTwoSourcesAreOneClass() throws IOException {
    touch("clips/cat/a.png");
    manifest("{\"path\":\"b.png\",\"keywords\":[\"cat\",\"pet\"],\"split\":\"train\"}\n");

    Dataset dataset = Dataset.read(List.of(folder(null, null, 1), source(1)), data);

    assertThat(dataset.vocabulary().labels()).containsExactly("cat", "pet");
    assertThat(dataset.classesOf(1)).containsExactly(0, 1);
    assertThat(dataset.sourceOf(1)).isEqualTo(1);
  }

  private FolderSource folder(@Nullable String names, @Nullable Set<String> except, int minimum) {
    return new FolderSource(
        "test", "self-made", "clips", names, except, minimum, 1, Augmentation.NONE);
  }

  private static ManifestSource source(int minimum) {
    return new ManifestSource("test", "self-made", "sub/m.jsonl", minimum, 1, Augmentation.NONE);
  }

  private void manifest(String lines) throws IOException {
    Files.createDirectories(data.resolve("sub"));
    Files.writeString(data.resolve("sub/m.jsonl"), lines);
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
