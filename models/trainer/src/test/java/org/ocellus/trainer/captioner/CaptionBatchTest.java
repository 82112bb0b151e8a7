package org.ocellus.trainer.captioner;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.trainer.ToyCaptions;
import org.ocellus.trainer.network.Weights;

class CaptionBatchTest {
  @TempDir private Path folder;

  @Test
  void eachWordIsToSayTheNextOne() throws Exception {
    ToyCaptions.write(folder);
    CaptionData data = ToyCaptions.data(ToyCaptions.recipe(1, 1, 0.01), folder);
    // "disk" is not known here.
    CaptionVocabulary vocabulary =
        CaptionVocabulary.of(
            List.of(List.of("it", "'s", "a"), List.of("it", "'s"), List.of("it")), 1);
    CaptionedPlanes pictures = data.training();

    try (PointerScope scope = new PointerScope()) {
      CaptionBatch whole =
          new CaptionBatch(pictures, vocabulary, 9, List.of(new CaptionBatch.Item(0, 0, false)));
      CaptionBatch cut =
          new CaptionBatch(pictures, vocabulary, 3, List.of(new CaptionBatch.Item(0, 0, true)));

      assertThat(values(whole.ids())).containsExactly(1, 4, 5, 6, 3);
      assertThat(values(whole.targets())).containsExactly(4, 5, 6, CaptionBatch.IGNORED, 2);
      assertThat(whole.targetCount()).isEqualTo(4);
      assertThat(values(cut.ids())).containsExactly(1, 4, 5);
      assertThat(values(cut.targets())).containsExactly(4, 5, 6);
      assertThat(Weights.toArray(whole.planes())).hasSize(pictures.length());
      assertThat(Weights.toArray(cut.planes())).isNotEqualTo(Weights.toArray(whole.planes()));
    }
  }

  static long[] values(Tensor tensor) {
    long[] values = new long[Math.toIntExact(tensor.numel())];
    try (LongPointer data = tensor.data_ptr_long()) {
      data.get(values);
    }
    return values;
  }
}
