package org.ocellus.trainer.captioner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.ocellus.trainer.caption.Words;

class CaptionVocabularyTest {
  private final CaptionVocabulary vocabulary =
      CaptionVocabulary.of(
          List.of(Words.of("a dog and a cat"), Words.of("a cat"), Words.of("dog")), 2);

  @Test
  void frequentWordsComeFirstAndRareOnesNotAtAll() {
    assertThat(vocabulary.tokens())
        .containsExactly("<pad>", "<s>", "</s>", "<unk>", "a", "cat", "dog");
    assertThat(vocabulary.number("cat")).isEqualTo(5);
    assertThat(vocabulary.number("and")).isEqualTo(CaptionVocabulary.UNKNOWN);
  }

  @Test
  void wordsEndWhereTheSentenceDoes() {
    assertThat(vocabulary.words(List.of(1, 4, 3, 6, 2, 5))).containsExactly("a", "dog");
  }
}
