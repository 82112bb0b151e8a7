package org.ocellus.trainer.export;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.ocellus.trainer.caption.Words;
import org.ocellus.trainer.captioner.CaptionVocabulary;

/**
 * A vocabulary as a {@code tokenizer.json} of Hugging Face's tokenizers, which divides sentences as
 * {@link Words} does and puts contractions together again.
 */
final class TokenizerJson {
  private TokenizerJson() {}

  static ObjectNode of(CaptionVocabulary vocabulary) {
    ObjectNode root = new ObjectMapper().createObjectNode().put("version", "1.0");
    root.putNull("truncation").putNull("padding");
    ArrayNode added = root.putArray("added_tokens");
    List<String> special = CaptionVocabulary.SPECIAL;
    for (int i = 0; i < special.size(); i++) {
      added
          .addObject()
          .put("id", i)
          .put("content", special.get(i))
          .put("single_word", false)
          .put("lstrip", false)
          .put("rstrip", false)
          .put("normalized", false)
          .put("special", true);
    }
    ArrayNode normalizers =
        root.putObject("normalizer").put("type", "Sequence").putArray("normalizers");
    normalizers.addObject().put("type", "Lowercase");
    ObjectNode apostrophe = normalizers.addObject().put("type", "Replace");
    apostrophe.putObject("pattern").put("String", "’");
    apostrophe.put("content", "'");
    ObjectNode split = root.putObject("pre_tokenizer").put("type", "Split");
    split.putObject("pattern").put("Regex", Words.PATTERN);
    split.put("behavior", "Removed").put("invert", true);
    root.putNull("post_processor");
    // Joins words by spaces, but "n't", "'s" and the like to the word before them.
    root.putObject("decoder").put("type", "WordPiece").put("prefix", "##").put("cleanup", true);
    ObjectNode model = root.putObject("model").put("type", "WordLevel");
    ObjectNode numbers = model.putObject("vocab");
    for (int i = 0; i < vocabulary.size(); i++) {
      numbers.put(vocabulary.tokens().get(i), i);
    }
    model.put("unk_token", special.get(CaptionVocabulary.UNKNOWN));
    return root;
  }
}
