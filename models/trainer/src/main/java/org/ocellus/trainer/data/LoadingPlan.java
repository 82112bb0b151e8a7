package org.ocellus.trainer.data;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which pictures to load, and how they are varied.
 *
 * @param order the numbers of the pictures; one may occur several times, each time varied anew
 * @param others the pictures that backgrounds and partners for mixing are drawn from; with {@code
 *     crops} they must be the same for the same crop
 * @param crops which of a picture's fixed crops each of {@code order} is: equal numbers are the
 *     same crop, turn and view of that picture, whatever the seed; null for new ones every time
 * @param batch pictures in a batch
 * @param dropLast whether a last batch that is not full is left out; one batch always remains
 * @param varied what is varied
 * @param seed of the variation; mix the epoch into it
 */
@SuppressWarnings("ArrayRecordComponent")
public record LoadingPlan(
    int[] order,
    int[] others,
    int @Nullable [] crops,
    int batch,
    boolean dropLast,
    Varied varied,
    long seed) {

  /** What is varied, of what the picture's source asks for. */
  public enum Varied {
    /** Nothing: pictures as the network will see them in use. */
    NOTHING,
    /** What moves or hides pixels; colours stay, and no picture is mixed with another. */
    GEOMETRY,
    /** All. */
    ALL
  }

  /** Checks the sizes. */
  public LoadingPlan {
    if (batch < 1) {
      throw new IllegalArgumentException("batch must be >= 1, got " + batch);
    }
    if (crops != null && crops.length != order.length) {
      throw new IllegalArgumentException(
          "crops must be as many as pictures, got %d for %d".formatted(crops.length, order.length));
    }
  }

  /** All pictures as the network will see them in use. */
  public static LoadingPlan unvaried(int[] order, int batch) {
    return new LoadingPlan(order, order, null, batch, false, Varied.NOTHING, 0);
  }

  /** Varied pictures in full batches. */
  public static LoadingPlan training(int[] order, int[] others, int batch, long seed) {
    return new LoadingPlan(order, others, null, batch, true, Varied.ALL, seed);
  }

  /** One fixed crop of each picture, its colours as they are. */
  public static LoadingPlan crop(int[] order, int[] others, int batch, int number) {
    int[] crops = new int[order.length];
    Arrays.fill(crops, number);
    return new LoadingPlan(order, others, crops, batch, false, Varied.GEOMETRY, 0);
  }

  /** The same, but showing fixed crops. */
  public LoadingPlan withCrops(int[] numbers) {
    return new LoadingPlan(order, others, numbers, batch, dropLast, varied, seed);
  }

  /** How many batches that gives. */
  public int batches() {
    return dropLast
        ? Math.max(order.length / batch, Math.min(order.length, 1))
        : (order.length + batch - 1) / batch;
  }
}
