package org.ocellus.trainer.captioner;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Sentences said one word after the other, each by what was said before. */
final class WordByWord {
  private WordByWord() {}

  /**
   * The tokens of a sentence for each picture, with its end where it has one.
   *
   * @param memory the pictures' places, {@code [N, T, width]}
   * @param positions the most tokens of a sentence
   * @param choice of the next tokens, {@code [N, 1]}, by their logits, {@code [N, words]}
   */
  static List<List<Integer>> say(
      CaptionNetwork network, Tensor memory, int positions, UnaryOperator<Tensor> choice) {
    List<List<Integer>> said = new ArrayList<>();
    List<List<Integer>> open = new ArrayList<>();
    for (int i = 0; i < memory.size(0); i++) {
      said.add(new ArrayList<>());
      open.add(said.get(i));
    }
    long[] begin = new long[open.size()];
    Arrays.fill(begin, CaptionVocabulary.BEGIN);
    Tensor ids = Tensor.create(begin, begin.length, 1);
    Tensor seen = memory;
    for (int step = 0; step < positions && !open.isEmpty(); step++) {
      Tensor next = choice.apply(network.decoder().next(ids, seen));
      ids = torch.cat(new TensorVector(ids, next), 1);
      List<List<Integer>> before = open;
      LongPointer words = next.data_ptr_long();
      for (int i = 0; i < before.size(); i++) {
        before.get(i).add(Math.toIntExact(words.get(i)));
      }
      long[] unfinished =
          LongStream.range(0, before.size())
              .filter(i -> before.get((int) i).getLast() != CaptionVocabulary.END)
              .toArray();
      if (unfinished.length < before.size()) {
        open = Arrays.stream(unfinished).mapToObj(i -> before.get((int) i)).toList();
        Tensor rows = Tensor.create(unfinished, unfinished.length);
        ids = ids.index_select(0, rows);
        seen = seen.index_select(0, rows);
      }
    }
    return said;
  }
}
