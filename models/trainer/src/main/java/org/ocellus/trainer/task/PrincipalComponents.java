package org.ocellus.trainer.task;

import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.ocellus.trainer.network.Weights;

/**
 * Features without what all of them have in common, in fewer dimensions: what they differ from
 * their mean by, along the directions in which they differ most. The mean of features that are
 * never negative is a large part of each, and tells none from another by cosine. The components may
 * be whitened, so that small ones, which tell pictures of one kind apart, count for more (Jégou and
 * Chum, "Negative evidences and co-occurences in image retrieval", 2012). Its native memory belongs
 * to a network's weights.
 */
final class PrincipalComponents {
  /** Of a component that is all rounding. */
  private static final double LEAST_VARIANCE = 1e-8;

  private final Tensor mean;
  private final Tensor directions;
  private final Tensor turn;

  /**
   * Finds the directions.
   *
   * @param weights freed with them; nothing there is trained, and only a turn is saved
   * @param rows features, some thousands
   * @param kept how many directions, at most the length of a row
   * @param whitening components are divided by this power of their standard deviation: 0 leaves
   *     them as they are, 1 makes all equal
   */
  PrincipalComponents(Weights weights, float[][] rows, int kept, double whitening) {
    int length = rows[0].length;
    if (kept > length) {
      throw new IllegalArgumentException(
          "features of %d numbers have no %d principal components".formatted(length, kept));
    }
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Tensor features = Weights.ofRows(List.of(rows));
      Tensor middle = features.mean(0);
      Tensor centred = features.sub(middle).to(torch.ScalarType.Double);
      var eigen = torch.linalg_eigh(centred.t().mm(centred).div(new Scalar(rows.length)));
      Tensor deviations = eigen.get0().clamp_min(new Scalar(LEAST_VARIANCE)).sqrt();
      Tensor vectors = eigen.get1().div(deviations.pow(new Scalar(whitening)));
      // Ascending by eigenvalue; the last columns are the first components.
      Tensor greatest = vectors.slice(1, new LongOptional(length - kept), new LongOptional(), 1);
      Tensor ordered = greatest.flip(1).to(torch.ScalarType.Float);
      mean = weights.constant(Weights.toArray(middle), length);
      directions = weights.constant(withFixedSigns(Weights.toArray(ordered), kept), length, kept);
      turn = weights.statistic("components.turn", 0, kept, kept);
      turn.copy_(torch.eye(kept));
    }
  }

  /**
   * Turns the components so that they are as near as they can be to what a network says already
   * (the orthogonal Procrustes problem, Schönemann, 1966). Lengths and angles stay what they are,
   * so nothing else has to be learned, but a network that goes on need not turn all that it knows.
   *
   * @param features {@code [N, length]}
   * @param embeddings {@code [N, kept]} of the same pictures
   */
  void turnTo(Tensor features, Tensor embeddings) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Tensor components = torch.normalize(features.sub(mean).mm(directions));
      Tensor together = components.t().mm(torch.normalize(embeddings));
      var parts = torch.linalg_svd(together.to(torch.ScalarType.Double));
      turn.copy_(parts.get0().mm(parts.get2()));
    }
  }

  /**
   * Each component's greatest number is positive: which sign an eigenvector has is otherwise the
   * library's whim, and a training that goes on elsewhere would meet the opposite.
   */
  private static float[] withFixedSigns(float[] matrix, int columns) {
    float[] fixed = Arrays.copyOf(matrix, matrix.length);
    for (int c = 0; c < columns; c++) {
      float greatest = 0;
      for (int i = c; i < fixed.length; i += columns) {
        greatest = Math.abs(fixed[i]) > Math.abs(greatest) ? fixed[i] : greatest;
      }
      for (int i = c; greatest < 0 && i < fixed.length; i += columns) {
        fixed[i] = -fixed[i];
      }
    }
    return fixed;
  }

  /**
   * The components of features.
   *
   * @param features {@code [N, length]}
   * @return {@code [N, kept]}, which belongs to the caller's scope
   */
  Tensor of(Tensor features) {
    return features.sub(mean).mm(directions).mm(turn);
  }
}
