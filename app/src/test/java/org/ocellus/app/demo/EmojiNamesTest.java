package org.ocellus.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmojiNamesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1f600                        | grinning face",
        "2764-fe0f                    | heavy black heart",
        "1f408-200d-2b1b              | cat, black large square",
        "0023-fe0f-20e3               | number sign, combining enclosing keycap",
        // Tags only say which flag it is.
        "1f3f4-e0067_e0062_e0065_e006e_e0067 | waving black flag",
        // Never assigned: the block's name.
        "1faff                        | symbols and pictographs extended a",
      })
  void theCaptionIsWhatUnicodeCallsIt(String file, String caption) {
    assertThat(EmojiNames.of(file).caption()).isEqualTo(caption);
  }

  @Test
  void keywordsAreTheWordsThatSaySomethingAndTheBlock() {
    assertThat(EmojiNames.of("1f60d").keywords())
        .containsExactly("smiling", "face", "heart", "shaped", "eyes", "emoticons");
    assertThat(EmojiNames.of("1f408-200d-2b1b").keywords())
        .containsExactly(
            "cat", "black", "large", "square", "miscellaneous symbols and pictographs");
  }

  @Test
  void onlySkinTonesMakeATwin() {
    assertThat(EmojiNames.of("1f44d-1f3fd").isSkinToneTwin()).isTrue();
    assertThat(EmojiNames.of("1f44d").isSkinToneTwin()).isFalse();
    assertThat(EmojiNames.of("1f469-200d-1f9b0").isSkinToneTwin()).isFalse();
  }

  @Test
  void allEmojiOfABaseFallIntoTheSameHalf() {
    // SHA-256("128512") ends in an odd digit, SHA-256("128008") in an even one.
    assertThat(EmojiNames.of("1f600").isHeldOut()).isTrue();
    assertThat(EmojiNames.of("1f408").isHeldOut()).isFalse();
    assertThat(EmojiNames.of("1f408-200d-2b1b").isHeldOut()).isFalse();
  }

  @Test
  void aLineOfTheManifestSaysItAll() throws Exception {
    assertThat(EmojiGallery.line("1f600.webp"))
        .isEqualTo(
            "{\"path\":\"emoji/1f600.webp\",\"id\":\"1f600\",\"caption\":\"grinning face\","
                + "\"keywords\":[\"grinning\",\"face\",\"emoticons\"],"
                + "\"base\":\"1f600\",\"split\":\"test\"}");
  }
}
