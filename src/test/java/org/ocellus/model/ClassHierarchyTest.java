package org.ocellus.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClassHierarchyTest {
  private static final List<String> ANIMALS =
      List.of(
          "golden retriever",
          "Labrador retriever",
          "tabby, tabby cat",
          "goldfish, Carassius auratus");

  @Test
  void whatNoClassIsCertainOfABroaderTermMayBe() {
    Prediction dog = seen(ANIMALS, 0.45f, 0.4f, 0.1f, 0.05f);

    assertThat(dog.labels(5, 0.5f))
        .extracting(Label::name)
        .startsWith("retriever")
        .contains("dog", "mammal", "animal")
        .doesNotContain("golden retriever", "cat", "fish");
    assertThat(probability(dog, "dog")).isCloseTo(0.85f, within(1e-6f));
    assertThat(probability(dog, "animal")).isEqualTo(1);
  }

  @Test
  void classesComeFirstAndThenTermsFromNarrowToBroad() {
    List<String> names = names(seen(ANIMALS, 0.8f, 0.1f, 0.05f, 0.05f).labels(5, 0.5f));

    assertThat(names).startsWith("golden retriever");
    assertThat(names).containsSubsequence("retriever", "mammal", "animal");
  }

  @Test
  void aModelOfOtherClassesHasNoBroaderTerms() {
    // To ImageNet a kite is a bird, and a crane one of two things.
    List<String> toys = List.of("kite", "spinning top", "yo-yo", "marble");

    assertThat(names(seen(toys, 1, 0, 0, 0).labels(5, 0.5f))).containsExactly("kite");
  }

  @Test
  void ofTwoThingsOfOneNameThatAreNothingInCommonNothingIsSaid() {
    assertThat(names(seen(List.of("crane", "goose"), 1, 0).labels(5, 0.5f)))
        .containsExactly("crane");
  }

  @Test
  void whereAPictureMayShowSeveralThingsABroaderTermIsAsLikelyAsTheLikeliest() {
    Prediction seen =
        new Prediction(
            null, null, new float[] {0.4f, 0.45f, 0, 0}, new ClassHierarchy(ANIMALS, false));

    assertThat(names(seen.labels(5, 0.5f))).isEmpty();
    assertThat(probability(seen, "dog")).isEqualTo(0.45f);
  }

  @Test
  void aClassIsKnownByTheFirstOfItsSynonymsToo() {
    assertThat(names(seen(List.of("tabby"), 1).labels(5, 0.5f))).contains("tabby", "cat");
  }

  private static Prediction seen(List<String> names, float... probabilities) {
    return new Prediction(null, null, probabilities, new ClassHierarchy(names));
  }

  private static List<String> names(List<Label> labels) {
    return labels.stream().map(Label::name).toList();
  }

  private static float probability(Prediction seen, String term) {
    return seen.labels(5, 0.01f).stream()
        .filter(label -> label.name().equals(term))
        .findFirst()
        .orElseThrow()
        .probability();
  }
}
