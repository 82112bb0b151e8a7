package org.ocellus.trainer.task;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.ocellus.trainer.network.Weights;

/**
 * Metric learning by one learned vector, a proxy, for each class: a proxy pulls the pictures of its
 * class, the harder the farther they are, and pushes all others, the harder the nearer they are
 * (Kim et al., "Proxy Anchor Loss for Deep Metric Learning", 2020, equation 4). Near is by cosine.
 */
final class ProxyAnchor {
  /** The proxies' name among the weights. */
  static final String PROXIES = "proxies";

  /** An exponent whose power is 0, finite so that gradients are numbers. */
  private static final double NEVER = -1e30;

  private final Tensor proxies;
  private final double alpha;
  private final double margin;

  /**
   * Adds proxies {@code [classes, dimension]} to the weights, of random direction and about unit
   * length. As only their direction counts, their length is how slowly they learn.
   *
   * @param alpha how much the hardest pictures outweigh the others; 32 in the paper
   * @param margin of the cosine, on either side; 0.1 in the paper
   */
  ProxyAnchor(Weights weights, int classes, int dimension, double alpha, double margin) {
    proxies = weights.normal(PROXIES, 1 / Math.sqrt(dimension), classes, dimension);
    this.alpha = alpha;
    this.margin = margin;
  }

  /**
   * The loss of a batch: log(1 + Σ exp(−alpha · (cosine − margin))) over a class's pictures, mean
   * over the classes that the batch shows, plus log(1 + Σ exp(alpha · (cosine + margin))) over all
   * other pictures, mean over all classes.
   *
   * @param embedding {@code [N, dimension]}, need not be normalised
   * @param targets {@code [N, classes]}, above 0 where a picture shows the class
   */
  Tensor of(Tensor embedding, Tensor targets) {
    Tensor cosine =
        torch.normalize(embedding.to(torch.ScalarType.Float)).mm(torch.normalize(proxies).t());
    Tensor shown = targets.gt(new Scalar(0));
    Tensor pull = cosine.sub(new Scalar(margin)).mul(new Scalar(-alpha));
    Tensor push = cosine.add(new Scalar(margin)).mul(new Scalar(alpha));
    Tensor classesShown = shown.any(0).sum().clamp_min(new Scalar(1));
    return logOnePlusSum(pull, shown)
        .sum()
        .div(classesShown)
        .add(logOnePlusSum(push, shown.logical_not()).mean());
  }

  /** log(1 + Σ exp(x)) of each column over the rows that count. */
  private static Tensor logOnePlusSum(Tensor x, Tensor counts) {
    Tensor terms = x.masked_fill(counts.logical_not(), new Scalar(NEVER));
    Tensor one = torch.zeros(1, x.size(1));
    return torch.cat(new TensorVector(one, terms), 0).logsumexp(0);
  }
}
