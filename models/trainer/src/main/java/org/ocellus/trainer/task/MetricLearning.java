package org.ocellus.trainer.task;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import org.ocellus.model.Metric;
import org.ocellus.trainer.data.Batch;
import org.ocellus.trainer.data.Dataset;
import org.ocellus.trainer.evaluation.LabelledVectors;
import org.ocellus.trainer.evaluation.RetrievalMeasures;
import org.ocellus.trainer.network.Network;
import org.ocellus.trainer.network.NetworkSpec;
import org.ocellus.trainer.network.Outputs;
import org.ocellus.trainer.recipe.TaskSpec;

/** Placing pictures of one label together, measured by searching with each held-out picture. */
public final class MetricLearning implements Objective {
  /** So many held-out pictures, evenly spread, are searched with after each epoch. */
  private static final int MOST = 4000;

  private final Dataset dataset;
  private final @Nullable ProxyAnchor proxyAnchor;
  private final @Nullable SupervisedContrastive contrastive;

  MetricLearning(Dataset dataset, Network network, TaskSpec.Embedding spec) {
    this.dataset = dataset;
    TaskSpec.ProxyAnchor proxies = spec.proxyAnchor();
    proxyAnchor =
        proxies == null
            ? null
            : new ProxyAnchor(
                network.weights(),
                dataset.vocabulary().size(),
                network.spec().dimension(),
                proxies.alpha(),
                proxies.margin());
    TaskSpec.SupervisedContrastive pairs = spec.supervisedContrastive();
    contrastive = pairs == null ? null : new SupervisedContrastive(pairs.temperature());
  }

  @Override
  public Tensor loss(Outputs outputs, Batch batch) {
    Tensor targets = batch.targets();
    if (proxyAnchor == null) {
      return contrastive(outputs, targets);
    }
    Tensor loss = proxyAnchor.of(outputs.embedding(), targets);
    return contrastive == null ? loss : loss.add(contrastive(outputs, targets));
  }

  private Tensor contrastive(Outputs outputs, Tensor targets) {
    if (contrastive == null) {
      throw new IllegalStateException("no loss is named");
    }
    return contrastive.of(outputs.embedding(), targets);
  }

  @Override
  public Map<String, Double> seen(Outputs outputs, Batch batch) {
    return Map.of();
  }

  /**
   * Recall@1 and mean average precision by cosine, each picture asked of all other held-out ones.
   */
  @Override
  public Map<String, Double> measure(Predictions predictions) {
    float[][] all = predictions.of(NetworkSpec.EMBEDDING);
    int count = Math.min(MOST, all.length);
    int[] rows =
        IntStream.range(0, count).map(i -> (int) ((long) i * all.length / count)).toArray();
    float[][] vectors = new float[count][];
    int[][] labels = new int[count][];
    Arrays.setAll(vectors, i -> all[rows[i]]);
    Arrays.setAll(labels, i -> dataset.classesOf(predictions.items()[rows[i]]));
    RetrievalMeasures measured =
        RetrievalMeasures.leaveOneOut(new LabelledVectors(vectors, labels), Metric.COSINE);
    Map<String, Double> measures = new LinkedHashMap<>();
    measures.put("recall@1", measured.recallAt(1));
    measures.put("mAP", measured.meanAveragePrecision());
    return measures;
  }
}
