package org.ocellus.trainer.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ocellus.trainer.task.GradientCheck.dot;
import static org.ocellus.trainer.task.GradientCheck.doubles;
import static org.ocellus.trainer.task.GradientCheck.random;
import static org.ocellus.trainer.task.GradientCheck.unit;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.ocellus.trainer.network.Weights;

class ProxyAnchorTest {
  private static final int PICTURES = 5;
  private static final int CLASSES = 4;
  private static final int DIMENSION = 6;

  /** One picture shows two classes; nothing shows the last class. */
  private static final float[] TARGETS = {
    1, 0, 0, 0, 0, 1, 0, 0, 0, 0.5f, 0.5f, 0, 1, 0, 0, 0, 0, 0, 1, 0
  };

  @Test
  void itIsTheFormulaOfItsPaperForEmbeddingsAndProxies() {
    for (double alpha : new double[] {1, 4}) {
      try (PointerScope scope = new PointerScope();
          Weights weights = new Weights(1)) {
        ProxyAnchor loss = new ProxyAnchor(weights, CLASSES, DIMENSION, alpha, 0.1);
        Tensor embedding = random(2, PICTURES, DIMENSION);
        Tensor targets = Tensor.create(TARGETS, PICTURES, CLASSES);
        Tensor proxies = weights.parameters().get("proxies");

        double[] fixed = doubles(Weights.toArray(proxies));
        GradientCheck.check(
            embedding, () -> loss.of(embedding, targets), at -> reference(at, fixed, alpha));
        proxies.mutable_grad().zero_();
        double[] still = doubles(Weights.toArray(embedding));
        GradientCheck.check(
            proxies, () -> loss.of(embedding, targets), at -> reference(still, at, alpha));
      }
    }
  }

  @Test
  void thePapersAlphaNeitherOverflowsNorStopsLearning() {
    try (PointerScope scope = new PointerScope();
        Weights weights = new Weights(1)) {
      ProxyAnchor loss = new ProxyAnchor(weights, CLASSES, DIMENSION, 32, 0.1);
      Tensor embedding = random(2, PICTURES, DIMENSION).mul(new Scalar(1e4));
      embedding = embedding.detach();
      embedding.set_requires_grad(true);

      loss.of(embedding, Tensor.create(TARGETS, PICTURES, CLASSES)).backward();

      for (float value : Weights.toArray(weights.parameters().get("proxies").grad())) {
        assertThat(value).isFinite().isNotZero();
      }
    }
  }

  private static double reference(double[] embedding, double[] proxies, double alpha) {
    double margin = 0.1;
    double pull = 0;
    double push = 0;
    int shown = 0;
    for (int c = 0; c < CLASSES; c++) {
      double[] proxy = unit(proxies, c, DIMENSION);
      double near = 1;
      double far = 1;
      for (int i = 0; i < PICTURES; i++) {
        double cosine = dot(unit(embedding, i, DIMENSION), proxy);
        if (TARGETS[i * CLASSES + c] > 0) {
          near += Math.exp(-alpha * (cosine - margin));
        } else {
          far += Math.exp(alpha * (cosine + margin));
        }
      }
      shown += near > 1 ? 1 : 0;
      pull += Math.log(near);
      push += Math.log(far);
    }
    return pull / shown + push / CLASSES;
  }
}
