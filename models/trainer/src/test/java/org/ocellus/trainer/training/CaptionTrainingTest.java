package org.ocellus.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.trainer.ToyCaptions;
import org.ocellus.trainer.captioner.CaptionData;
import org.ocellus.trainer.captioner.CaptionerRecipe;
import org.ocellus.trainer.network.Weights;

class CaptionTrainingTest {
  @TempDir private Path folder;

  @BeforeEach
  void captions() throws Exception {
    ToyCaptions.write(folder);
  }

  @Test
  void itLearnsToSayWhatAPictureShows() throws Exception {
    CaptionerRecipe recipe = ToyCaptions.recipe(12, 12, 0.01);
    CaptionData data = ToyCaptions.data(recipe, folder);
    try (CaptionTraining training = new CaptionTraining(recipe, data, folder.resolve("state"))) {
      training.run(false, new Silent());

      EpochMetrics first = training.history().getFirst();
      EpochMetrics last = training.history().getLast();
      assertThat(last.loss()).isLessThan(first.loss());
      // Each shape has its one sentence: who knows the shape, knows every word.
      assertThat(last.validation().get("BLEU-1")).isGreaterThan(95);
      assertThat(last.images()).isEqualTo(48);
    }
  }

  @Test
  void itLearnsWhichOfItsOwnSentencesAreTheBetterOnes() throws Exception {
    CaptionerRecipe forced = ToyCaptions.recipe(3, 3, 0.01);
    CaptionData data = ToyCaptions.data(forced, folder);
    double before;
    try (CaptionTraining training = new CaptionTraining(forced, data, folder.resolve("forced"))) {
      training.run(false, new Silent());
      before = training.history().getLast().validation().get("CIDEr-D");
    }

    CaptionerRecipe own = ToyCaptions.selfCritical(10);
    try (CaptionTraining training = new CaptionTraining(own, data, folder.resolve("own"))) {
      training.startFrom(folder.resolve("forced/checkpoint.pt"));
      training.run(false, new Silent());

      EpochMetrics last = training.history().getLast();
      assertThat(last.validation().get("CIDEr-D")).isGreaterThan(2 * before);
      assertThat(last.images()).isEqualTo(4 * 48);
    }
  }

  @Test
  void anInterruptedTrainingGoesOnAsIfItHadNotBeen() throws Exception {
    CaptionerRecipe recipe = ToyCaptions.recipe(3, 3, 0.01);
    CaptionData data = ToyCaptions.data(recipe, folder);
    Map<String, float[]> whole = new TreeMap<>();
    try (CaptionTraining training = new CaptionTraining(recipe, data, folder.resolve("whole"))) {
      training.run(false, new Silent());
      training
          .network()
          .weights()
          .all()
          .forEach((name, tensor) -> whole.put(name, Weights.toArray(tensor)));
    }

    Path state = folder.resolve("state");
    try (CaptionTraining training = new CaptionTraining(recipe, data, state)) {
      assertThatThrownBy(
              () ->
                  training.run(
                      false,
                      new Silent() {
                        @Override
                        public void epoch(EpochMetrics metrics) {
                          throw new IllegalStateException("stop");
                        }
                      }))
          .hasMessage("stop");
    }
    try (CaptionTraining training = new CaptionTraining(recipe, data, state)) {
      assertThatThrownBy(() -> training.run(false, new Silent()))
          .hasMessageContaining("is of an earlier training; go on with --resume");
      training.run(true, new Silent());

      assertThat(training.history()).hasSize(3);
      training
          .network()
          .weights()
          .all()
          .forEach(
              (name, tensor) ->
                  assertThat(Weights.toArray(tensor)).as(name).isEqualTo(whole.get(name)));
    }
    assertThatThrownBy(
            () -> CaptionTraining.check(ToyCaptions.recipe(3, 3, 0.02), state, true, null))
        .hasMessageContaining("schedule");
  }

  @Test
  void itEndsWhenPatienceDoes() throws Exception {
    CaptionerRecipe recipe = ToyCaptions.recipe(9, 2, 1e-12);
    CaptionData data = ToyCaptions.data(recipe, folder);
    try (CaptionTraining training = new CaptionTraining(recipe, data, folder.resolve("state"))) {
      training.run(false, new Silent());

      assertThat(training.history()).hasSize(3);
      assertThat(training.lastIsBest()).isFalse();
    }
  }
}
