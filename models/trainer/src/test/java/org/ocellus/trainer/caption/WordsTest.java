package org.ocellus.trainer.caption;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          A dog runs .                    | a dog runs
          Two "big" dogs, one (wet) cat!  | two big dogs one wet cat
          A man's T-shirt - it's red      | a man 's t-shirt it 's red
          He doesn’t look; can't he?      | he does n't look ca n't he
          4.5 metres of 1,000             | 4.5 metres of 1,000
          Zoë in a café...really          | zoë in a café really
          boys' toys 'quoted'             | boys toys quoted
          """)
  void aSentenceIsLowerCaseWordsWithoutPunctuation(String sentence, String words) {
    assertThat(String.join(" ", Words.of(sentence))).isEqualTo(words);
  }
}
