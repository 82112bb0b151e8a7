package org.ocellus.trainer.export;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ocellus.trainer.caption.Words;
import org.ocellus.trainer.captioner.CaptionVocabulary;

class TokenizerJsonTest {
  private static final List<String> SENTENCES =
      List.of(
          "A man's T-shirt - it isn't red",
          "He doesn’t look; they're 4.5 metres (about) away!",
          "Zoë in a café...really, \"quoted\"",
          "Unheard-of zebras: 1,000 of them?");

  private final CaptionVocabulary vocabulary =
      CaptionVocabulary.of(SENTENCES.stream().limit(3).map(Words::of).toList(), 1);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void huggingFacesTokenizersDivideSentencesAsTheTrainerDoes(int number) throws Exception {
    try (HuggingFaceTokenizer tokenizer = tokenizer()) {
      List<Long> ours =
          Words.of(SENTENCES.get(number)).stream().map(w -> (long) vocabulary.number(w)).toList();

      assertThat(tokenizer.encode(SENTENCES.get(number)).getIds())
          .containsExactly(ours.stream().mapToLong(Long::longValue).toArray());
    }
  }

  @Test
  void whatIsDecodedReadsLikeASentence() throws Exception {
    try (HuggingFaceTokenizer tokenizer = tokenizer()) {
      long[] ids = tokenizer.encode("<s>A man's T-shirt isn't red</s><pad>").getIds();

      assertThat(ids).startsWith(CaptionVocabulary.BEGIN).endsWith(CaptionVocabulary.PAD);
      assertThat(tokenizer.decode(ids, true)).isEqualTo("a man's t-shirt isn't red");
    }
  }

  private HuggingFaceTokenizer tokenizer() throws IOException {
    byte[] json = TokenizerJson.of(vocabulary).toString().getBytes(StandardCharsets.UTF_8);
    return HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(json), Map.of());
  }
}
