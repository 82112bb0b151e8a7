package org.ocellus.trainer.task;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.ocellus.trainer.network.Weights;

/**
 * Captions that a batch of pictures is compared with: one of each picture that has any, and some of
 * others. The same batch meets the same captions.
 *
 * @param rows the places in the batch of pictures with captions
 * @param vectors their captions in this order, then the others
 */
@SuppressWarnings("ArrayRecordComponent")
record DrawnCaptions(long[] rows, List<float[]> vectors) {
  /**
   * Draws captions.
   *
   * @param items the pictures' numbers
   * @param others how many others there are to be
   */
  static DrawnCaptions of(CaptionVectors sentences, int[] items, int others) {
    SplittableRandom random = new SplittableRandom(Arrays.hashCode(items));
    List<Integer> rows = new ArrayList<>();
    List<float[]> vectors = new ArrayList<>();
    for (int row = 0; row < items.length; row++) {
      int[] own = sentences.of().get(items[row]);
      if (own != null) {
        rows.add(row);
        vectors.add(sentences.vectors()[own[random.nextInt(own.length)]]);
      }
    }
    for (int i = 0; i < others; i++) {
      vectors.add(sentences.vectors()[random.nextInt(sentences.vectors().length)]);
    }
    return new DrawnCaptions(rows.stream().mapToLong(Integer::longValue).toArray(), vectors);
  }

  /** Whether no picture of the batch has captions. */
  boolean isEmpty() {
    return rows.length == 0;
  }

  /** The rows of pictures with captions. */
  Tensor chosen(Tensor batch) {
    return batch.index_select(0, Tensor.create(rows));
  }

  /** The captions, {@code [rows + others, dimension]} of float32. */
  Tensor tensor() {
    return Weights.ofRows(vectors);
  }

  /** Of what was computed for each caption, a column each, that of the pictures' own. */
  Tensor own(Tensor columns) {
    return columns.slice(1, new LongOptional(0), new LongOptional(rows.length), 1);
  }
}
