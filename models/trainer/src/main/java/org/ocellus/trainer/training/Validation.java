package org.ocellus.trainer.training;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import org.ocellus.image.Preprocessing;
import org.ocellus.trainer.data.Batch;
import org.ocellus.trainer.data.BatchLoader;
import org.ocellus.trainer.data.Dataset;
import org.ocellus.trainer.data.PictureCache;
import org.ocellus.trainer.network.Network;
import org.ocellus.trainer.network.NetworkSpec;

/**
 * Measures accuracy on held-out pictures, unvaried, in float32, as the exported model sees them.
 */
final class Validation {
  private static final int BATCH = 128;

  private final Dataset dataset;
  private final PictureCache cache;
  private final Preprocessing preprocessing;
  private final int[] items;

  Validation(Dataset dataset, PictureCache cache, Preprocessing preprocessing, int[] items) {
    this.dataset = dataset;
    this.cache = cache;
    this.preprocessing = preprocessing;
    this.items = items;
  }

  /**
   * Accuracy in all and by source; not a number where a source has no held-out picture.
   *
   * @param all on all held-out pictures
   * @param bySource on those of each source
   */
  record Accuracy(double all, Map<String, Double> bySource) {}

  Accuracy measure(Network network) throws InterruptedException {
    int sources = dataset.sources().size();
    long[] right = new long[sources];
    long[] seen = new long[sources];
    BatchLoader.Plan plan = new BatchLoader.Plan(items, BATCH, false, false, 0);
    try (BatchLoader loader = new BatchLoader(dataset, cache, preprocessing, plan)) {
      for (@Nullable Batch batch = loader.next(); batch != null; batch = loader.next()) {
        int[] numbers = batch.items();
        try (PointerScope scope = new PointerScope();
            NoGradGuard guard = new NoGradGuard()) {
          Tensor logits =
              network.head(NetworkSpec.LOGITS, network.embed(batch.pictures(), false), false);
          for (int i = 0; i < numbers.length; i++) {
            int source = dataset.sourceOf(numbers[i]);
            seen[source]++;
            right[source] += Loss.right(logits.narrow(0, i, 1), batch.targets().narrow(0, i, 1));
          }
        }
      }
    }
    Map<String, Double> bySource = new LinkedHashMap<>();
    long allRight = 0;
    long allSeen = 0;
    for (int s = 0; s < sources; s++) {
      bySource.put(dataset.sources().get(s).name(), (double) right[s] / seen[s]);
      allRight += right[s];
      allSeen += seen[s];
    }
    return new Accuracy((double) allRight / allSeen, bySource);
  }
}
