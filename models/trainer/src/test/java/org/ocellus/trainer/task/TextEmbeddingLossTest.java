package org.ocellus.trainer.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.ocellus.trainer.network.Weights;
import org.ocellus.trainer.recipe.TaskSpec;

class TextEmbeddingLossTest {
  private static final int LENGTH = 3;

  /** Pictures 1 and 2 have two captions each. */
  private static final CaptionVectors SENTENCES =
      new CaptionVectors(vectors(4), Map.of(1, new int[] {0, 1}, 2, new int[] {2, 3}), 0);

  private static final TaskSpec.TextEmbedding COSINE = new TaskSpec.TextEmbedding(LENGTH, 2, null);
  private static final TaskSpec.TextEmbedding BOTH =
      new TaskSpec.TextEmbedding(LENGTH, 2, new TaskSpec.Captions("captions.jsonl", "train", 0.7));

  private static float[][] vectors(int count) {
    SplittableRandom random = new SplittableRandom(5);
    float[][] vectors = new float[count][LENGTH];
    for (float[] vector : vectors) {
      for (int d = 0; d < LENGTH; d++) {
        vector[d] = (float) random.nextGaussian();
      }
    }
    return vectors;
  }

  @Test
  void placesArePulledToWhereTheTeacherHasThem() {
    try (PointerScope scope = new PointerScope()) {
      Tensor student = GradientCheck.random(1, 2, LENGTH);
      Tensor teacher = GradientCheck.random(2, 2, LENGTH);
      double[] wanted = GradientCheck.doubles(Weights.toArray(teacher));

      GradientCheck.check(
          student,
          () -> new TextEmbeddingLoss(COSINE, null).of(student, teacher, new int[] {8, 9}),
          values -> 2 * (1 - (cosine(values, wanted, 0) + cosine(values, wanted, 1)) / 2));
    }
  }

  /** Kullback and Leibler's divergence, of captions by picture and of pictures by caption. */
  @Test
  void captionsAreAsLikelyAsToTheTeacher() {
    int[] items = {7, 2, 1};
    try (PointerScope scope = new PointerScope()) {
      Tensor student = GradientCheck.random(1, 3, LENGTH);
      Tensor teacher = GradientCheck.random(2, 3, LENGTH);
      double[] wanted = GradientCheck.doubles(Weights.toArray(teacher));
      float[][] captions =
          DrawnCaptions.of(SENTENCES, items, 2048).vectors().toArray(float[][]::new);

      GradientCheck.check(
          student,
          () -> new TextEmbeddingLoss(BOTH, SENTENCES).of(student, teacher, items),
          values -> {
            double cosines = 0;
            for (int row = 0; row < 3; row++) {
              cosines += cosine(values, wanted, row) / 3;
            }
            double[][] ours = logits(values, captions);
            double[][] theirs = logits(wanted, captions);
            double ofCaptions = 0;
            for (int row = 0; row < 2; row++) {
              ofCaptions += divergence(ours[row], theirs[row]) / 2;
            }
            double ofPictures = 0;
            for (int column = 0; column < 2; column++) {
              ofPictures +=
                  divergence(
                          new double[] {ours[0][column], ours[1][column]},
                          new double[] {theirs[0][column], theirs[1][column]})
                      / 2;
            }
            return 2 * (1 - cosines) + 0.7 * (ofCaptions + ofPictures) / 2;
          });
    }
  }

  @Test
  void whoPlacesPicturesLikeTheTeacherLosesNothing() {
    try (PointerScope scope = new PointerScope()) {
      Tensor teacher = GradientCheck.random(2, 3, LENGTH);
      Tensor longer = teacher.mul(new Scalar(3));

      double loss =
          new TextEmbeddingLoss(BOTH, SENTENCES)
              .of(longer, teacher, new int[] {2, 1, 7})
              .item_float();

      assertThat(loss).isCloseTo(0, within(1e-5));
    }
  }

  @Test
  void eachPictureMeetsACaptionOfItsOwnFirst() {
    DrawnCaptions drawn = DrawnCaptions.of(SENTENCES, new int[] {7, 2, 1}, 5);

    assertThat(drawn.rows()).containsExactly(1, 2);
    assertThat(drawn.vectors()).hasSize(7);
    assertThat(drawn.vectors().get(0)).isIn(SENTENCES.vectors()[2], SENTENCES.vectors()[3]);
    assertThat(drawn.vectors().get(1)).isIn(SENTENCES.vectors()[0], SENTENCES.vectors()[1]);
  }

  private static double cosine(double[] one, double[] other, int row) {
    return GradientCheck.dot(
        GradientCheck.unit(one, row, LENGTH), GradientCheck.unit(other, row, LENGTH));
  }

  /** Of the pictures of rows 1 and 2: 20 times the cosine with each caption. */
  private static double[][] logits(double[] places, float[][] captions) {
    double[][] logits = new double[2][captions.length];
    for (int row = 0; row < 2; row++) {
      double[] place = GradientCheck.unit(places, row + 1, LENGTH);
      for (int c = 0; c < captions.length; c++) {
        double[] caption = GradientCheck.unit(GradientCheck.doubles(captions[c]), 0, LENGTH);
        logits[row][c] = 20 * GradientCheck.dot(place, caption);
      }
    }
    return logits;
  }

  private static double divergence(double[] student, double[] teacher) {
    double[] p = softmax(teacher);
    double[] q = softmax(student);
    double sum = 0;
    for (int i = 0; i < p.length; i++) {
      sum += p[i] * Math.log(p[i] / q[i]);
    }
    return sum;
  }

  private static double[] softmax(double[] logits) {
    double[] exp = Arrays.stream(logits).map(Math::exp).toArray();
    double sum = Arrays.stream(exp).sum();
    return Arrays.stream(exp).map(e -> e / sum).toArray();
  }
}
