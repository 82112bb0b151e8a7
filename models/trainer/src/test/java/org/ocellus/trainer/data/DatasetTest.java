package org.ocellus.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetTest {
  @TempDir private Path data;

  @BeforeEach
  void writeFiles() throws IOException {
    for (String file : List.of("clips/cat/a.png", "clips/dog/b.png")) {
      Files.createDirectories(data.resolve(file).getParent());
      Files.writeString(data.resolve(file), "");
    }
    Files.writeString(
        data.resolve("m.jsonl"),
        "{\"path\":\"c.png\",\"keywords\":[\"cat\",\"pet\"],\"age\":2,\"weight\":7}\n");
  }

  @Test
  void equalLabelsOfTwoSourcesAreOneClass() {
    Dataset dataset = Dataset.read(List.of(folder(null), manifest()), data);

    assertThat(dataset.vocabulary().labels()).containsExactly("cat", "dog", "pet");
    assertThat(dataset.classesOf(2)).containsExactly(0, 2);
    assertThat(dataset.sourceOf(2)).isEqualTo(1);
  }

  @Test
  void allSourcesHaveTheSameTargets() {
    Dataset dataset = Dataset.read(List.of(manifest("age", "weight")), data);
    assertThat(dataset.targets()).containsExactly("age", "weight");
    assertThat(dataset.valuesOf(0)).containsExactly(2, 7);

    assertThatThrownBy(() -> Dataset.read(List.of(manifest("age"), folder(null)), data))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("source 'listed' has the targets [age], source 'clips' []");
  }

  @Test
  void unlabelledPicturesAreNamedWhereLabelsAreNeeded() {
    Dataset unlabelled =
        Dataset.read(List.of(new PicturesSource("all", "", "clips", null, null)), data);
    assertThat(unlabelled.size()).isEqualTo(2);
    assertThat(unlabelled.classesOf(1)).isEmpty();
    assertThatThrownBy(unlabelled::requireLabels)
        .isInstanceOf(DataException.class)
        .hasMessageContaining("source 'all'")
        .hasMessageContaining("a.png has no label");

    Dataset same = Dataset.read(List.of(folder(Set.of("cat"))), data);
    assertThatThrownBy(same::requireLabels)
        .isInstanceOf(DataException.class)
        .hasMessageContaining("all pictures are labelled [dog]");
  }

  @Test
  void aSourceCanBeHeldOut() {
    PicturesSource all = new PicturesSource("all", "", "clips", null, null);
    PicturesSource more = new PicturesSource("more", "", "clips", null, null);
    Dataset dataset = Dataset.read(List.of(all, more), data);
    int half = dataset.size() / 2;

    Dataset.Split split = dataset.split("more", i -> i != half);

    assertThat(split.training()).isEqualTo(IntStream.range(0, half).toArray());
    assertThat(split.validation()).isEqualTo(IntStream.range(half + 1, 2 * half).toArray());
    assertThatThrownBy(() -> dataset.split("most", i -> true))
        .isInstanceOf(DataException.class)
        .hasMessage("there is no source 'most' to be held out; there are [all, more]");
  }

  private static FolderSource folder(@Nullable Set<String> except) {
    return new FolderSource("clips", "", "clips", null, null, except, null, null, null);
  }

  private static ManifestSource manifest(String... targets) {
    return new ManifestSource(
        "listed", "", "m.jsonl", null, List.of(targets), null, null, null, null, null);
  }
}
