package org.ocellus.trainer.captioner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.trainer.ToyCaptions;
import org.ocellus.trainer.caption.CiderD;
import org.ocellus.trainer.caption.ScoredCaption;
import org.ocellus.trainer.network.Weights;

class SelfCriticalTest {
  private static final int SAMPLES = 4;
  private static final int POSITIONS = 7;

  @TempDir private Path folder;

  @Test
  void aSentenceWeighsAsMuchAsItIsBetterThanTheOthersOfItsPicture() throws Exception {
    ToyCaptions.write(folder);
    CaptionerRecipe recipe = ToyCaptions.selfCritical(1);
    CaptionData data = ToyCaptions.data(recipe, folder);
    CaptionedPlanes pictures = data.training();
    try (PointerScope scope = new PointerScope();
        CaptionNetwork network =
            new CaptionNetwork(
                recipe.decoder(),
                pictures.channels(),
                pictures.length() / pictures.channels(),
                data.vocabulary().size(),
                POSITIONS,
                5)) {
      torch.manual_seed(1);
      CaptionBatch batch =
          new SelfCritical(network, pictures, data.vocabulary(), POSITIONS, SAMPLES)
              .batch(
                  List.of(new CaptionBatch.Item(3, 0, false), new CaptionBatch.Item(40, 0, true)));

      assertThat(batch.size()).isEqualTo(2 * SAMPLES);
      long[] targets = CaptionBatchTest.values(batch.targets());
      float[] weights = Weights.toArray(batch.weights());
      assertThat(weights).as("some are better than others").isNotEqualTo(new float[weights.length]);
      int length = targets.length / batch.size();
      CiderD cider =
          new CiderD(
              IntStream.range(0, pictures.size())
                  .mapToObj(i -> pictures.sentences(i).stream().map(this::ended).toList())
                  .toList());
      for (int picture = 0; picture < 2; picture++) {
        double[] scores = new double[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
          int from = (picture * SAMPLES + i) * length;
          List<String> said =
              Arrays.stream(targets, from, from + length)
                  .filter(
                      token -> token == CaptionVocabulary.END || token > CaptionVocabulary.UNKNOWN)
                  .mapToObj(token -> data.vocabulary().tokens().get((int) token))
                  .toList();
          scores[i] =
              cider.score(
                  new ScoredCaption(
                      said,
                      pictures.sentences(picture == 0 ? 3 : 40).stream()
                          .map(this::ended)
                          .toList()));
        }
        double mean = Arrays.stream(scores).average().orElseThrow();
        for (int i = 0; i < SAMPLES; i++) {
          // The score less the mean of the others, by way of the mean of all.
          double expected = (scores[i] - mean) * SAMPLES / (SAMPLES - 1);
          assertThat((double) weights[(picture * SAMPLES + i) * length])
              .isCloseTo(expected, within(1e-5));
        }
      }
    }
  }

  private List<String> ended(List<String> words) {
    return Stream.concat(words.stream(), Stream.of("</s>")).toList();
  }
}
