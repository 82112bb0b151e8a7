package org.ocellus.trainer.captioner;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Sentences of the likeliest word at each step. */
public final class Greedy {
  private static final int BATCH = 50;

  private Greedy() {}

  /**
   * A sentence for each picture, as words.
   *
   * @param positions the most tokens that the decoder sees
   */
  public static List<List<String>> sentences(
      CaptionNetwork network,
      CaptionedPlanes pictures,
      CaptionVocabulary vocabulary,
      int positions) {
    List<List<String>> sentences = new ArrayList<>();
    for (int from = 0; from < pictures.size(); from += BATCH) {
      int count = Math.min(BATCH, pictures.size() - from);
      float[] planes = new float[count * pictures.length()];
      for (int i = 0; i < count; i++) {
        pictures.planes(from + i, false, planes, i * pictures.length());
      }
      try (PointerScope scope = new PointerScope();
          NoGradGuard guard = new NoGradGuard()) {
        int area = pictures.length() / pictures.channels();
        Tensor memory =
            network.places().forward(Tensor.create(planes, count, pictures.channels(), area));
        for (List<Integer> ids :
            WordByWord.say(
                network,
                memory,
                positions,
                logits -> torch.argmax(logits, new LongOptional(1), true))) {
          sentences.add(vocabulary.words(ids));
        }
      }
    }
    return sentences;
  }
}
