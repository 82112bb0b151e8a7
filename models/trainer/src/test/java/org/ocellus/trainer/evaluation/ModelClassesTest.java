package org.ocellus.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.trainer.data.DataException;

class ModelClassesTest {
  private static final ModelClasses CLASSES =
      new ModelClasses(
          List.of("goldfish, Carassius auratus", "crane", "Crane", "T-shirt/top", "cock, rooster"));

  private static final List<String> FASHION =
      List.of(
          "Ankle boot",
          "Bag",
          "Coat",
          "Dress",
          "Pullover",
          "Sandal",
          "Shirt",
          "Sneaker",
          "T-shirt/top",
          "Trouser");

  @Test
  void aLabelIsAClassOfThatNameWhateverItsCaseAndSpaces() {
    assertThat(CLASSES.numbers("t-shirt/TOP")).containsExactly(3);
    assertThat(CLASSES.numbers(" Goldfish,  carassius_auratus")).containsExactly(0);
    assertThat(CLASSES.numbers("frog")).isEmpty();
  }

  @Test
  void orTheClassOfWhichItIsASynonym() {
    assertThat(CLASSES.numbers("goldfish")).containsExactly(0);
    assertThat(CLASSES.numbers("Rooster")).containsExactly(4);
  }

  @Test
  void aNameThatSeveralClassesHaveMeansEach() {
    assertThat(CLASSES.numbers("crane")).containsExactly(1, 2);
  }

  @Test
  void aSynonymThatSeveralClassesHaveMeansNone() {
    assertThat(new ModelClasses(List.of("crane, bird", "crane, machine")).numbers("crane"))
        .isEmpty();
  }

  @Test
  void theNumbersOfFashionMnistHaveNamesForAModelThatKnowsThem() {
    LabelNames known = LabelNames.knownTo(new ModelClasses(FASHION));
    assertThat(known.of("0")).isEqualTo("T-shirt/top");
    assertThat(known.of("9")).isEqualTo("Ankle boot");

    assertThat(LabelNames.knownTo(CLASSES).of("0")).isEqualTo("0");
  }

  @Test
  void aFileNamesCodesAndNumbers(@TempDir Path folder) throws IOException {
    Path codes = Files.writeString(folder.resolve("words.txt"), "n01443537\tgoldfish\n");
    Path numbers = Files.writeString(folder.resolve("names.txt"), "zero\none\n\n");

    assertThat(LabelNames.read(codes).of("N01443537")).isEqualTo("goldfish");
    assertThat(LabelNames.read(codes).of("n0")).isEqualTo("n0");
    assertThat(LabelNames.read(numbers).of("1")).isEqualTo("one");
    assertThatThrownBy(() -> LabelNames.read(folder.resolve("none.txt")))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("cannot read the names in " + folder.resolve("none.txt"));
  }
}
