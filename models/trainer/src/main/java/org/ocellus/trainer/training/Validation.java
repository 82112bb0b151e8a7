package org.ocellus.trainer.training;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import org.ocellus.image.Preprocessing;
import org.ocellus.trainer.data.Batch;
import org.ocellus.trainer.data.BatchLoader;
import org.ocellus.trainer.data.LoadingPlan;
import org.ocellus.trainer.network.Network;
import org.ocellus.trainer.network.NetworkSpec;
import org.ocellus.trainer.network.Outputs;
import org.ocellus.trainer.network.Weights;
import org.ocellus.trainer.task.Predictions;

/** Runs held-out pictures, unvaried, in float32, as the exported model sees them. */
final class Validation {
  private static final int BATCH = 128;
  private static final int SAMPLE = 4;

  private final LearningData data;
  private final Preprocessing preprocessing;
  private final int[] items;

  Validation(LearningData data, Preprocessing preprocessing) {
    this.data = data;
    this.preprocessing = preprocessing;
    items = data.split().validation();
  }

  Predictions predict(Network network) throws InterruptedException {
    Map<String, float[][]> outputs = new HashMap<>();
    outputs.put(NetworkSpec.EMBEDDING, new float[items.length][]);
    network.spec().heads().keySet().forEach(head -> outputs.put(head, new float[items.length][]));
    int done = 0;
    try (BatchLoader loader = loader(items, BATCH)) {
      for (@Nullable Batch batch = loader.next(); batch != null; batch = loader.next()) {
        try (PointerScope scope = new PointerScope();
            NoGradGuard guard = new NoGradGuard()) {
          Outputs of = network.forward(batch.pictures(), false);
          for (Map.Entry<String, float[][]> rows : outputs.entrySet()) {
            split(of.get(rows.getKey()), rows.getValue(), done);
          }
          done += batch.length();
        }
      }
    }
    return new Predictions(items, outputs);
  }

  /** The first few pictures, {@code [N, C, H, W]} in row-major order. */
  float[] sample() throws InterruptedException {
    int[] first = Arrays.copyOf(items, Math.min(items.length, SAMPLE));
    try (BatchLoader loader = loader(first, SAMPLE);
        PointerScope scope = new PointerScope()) {
      return Weights.toArray(Objects.requireNonNull(loader.next()).pictures());
    }
  }

  private BatchLoader loader(int[] pictures, int batch) {
    return new BatchLoader(
        data.dataset(), data.cache(), preprocessing, LoadingPlan.unvaried(pictures, batch));
  }

  private static void split(Tensor output, float[][] rows, int from) {
    float[][] values = Weights.toRows(output);
    System.arraycopy(values, 0, rows, from, values.length);
  }
}
