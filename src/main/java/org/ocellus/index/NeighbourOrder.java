package org.ocellus.index;

import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.util.IntroSelector;
import org.apache.lucene.util.VectorUtil;

/**
 * An order in which vectors that are near each other stand near each other: all are cut into two
 * halves by the direction between the halves' means (two-means of equal sizes), and each half
 * likewise, down to handfuls, of each of which one, drawn by lot, comes before all others. A graph
 * that takes them in this order finds in the processor's caches what it has just compared, and is
 * built in less time, the less of it the caches hold (Lucene's {@code BPIndexReorderer} does the
 * same for words, after Dhulipala et al., "Compressing Graphs and Indexes with Recursive Graph
 * Bisection", 2016). Those by lot are for the graph's sake: were a whole kind of pictures taken
 * before anything of the next, some of them could not be reached afterwards.
 */
final class NeighbourOrder {
  private static final int HANDFUL = 16;
  private static final int PASSES = 4;

  /** From so many vectors a direction is learned, and so many are held in memory at once. */
  private static final int HELD = 4096;

  private interface Rows {
    /** One vector, unchanged until the next is asked for. */
    float[] get(int row) throws IOException;
  }

  private final SplittableRandom random = new SplittableRandom(20261126);
  private final float[] keys;

  private NeighbourOrder(int count) {
    keys = new float[count];
  }

  /**
   * All ordinals in this order, the same for the same vectors; takes 12 bytes a vector and {@value
   * #HELD} vectors.
   */
  static int[] of(FloatVectorValues vectors) throws IOException {
    int[] order = new int[vectors.size()];
    Arrays.setAll(order, i -> i);
    NeighbourOrder arranged = new NeighbourOrder(order.length);
    arranged.arrange(vectors::vectorValue, order, 0, order.length);
    return arranged.someByLotFirst(order);
  }

  /** One of each handful by lot, these in an order by lot too, then all the others as they lie. */
  private int[] someByLotFirst(int[] order) {
    int[] result = new int[order.length];
    int first = (order.length + HANDFUL - 1) / HANDFUL;
    int next = first;
    for (int handful = 0; handful < first; handful++) {
      int from = handful * HANDFUL;
      int to = Math.min(from + HANDFUL, order.length);
      int drawn = random.nextInt(from, to);
      int place = random.nextInt(handful + 1);
      result[handful] = result[place];
      result[place] = order[drawn];
      for (int i = from; i < to; i++) {
        if (i != drawn) {
          result[next++] = order[i];
        }
      }
    }
    return result;
  }

  private void arrange(Rows rows, int[] order, int from, int to) throws IOException {
    if (to - from <= HELD) {
      arrangeHeld(rows, order, from, to);
      return;
    }
    int middle = halve(rows, sample(rows, order, from, to), order, from, to);
    arrange(rows, order, from, middle);
    arrange(rows, order, middle, to);
  }

  private void arrangeHeld(Rows rows, int[] order, int from, int to) throws IOException {
    int[] ordinals = Arrays.copyOfRange(order, from, to);
    float[][] held = new float[ordinals.length][];
    int[] local = new int[ordinals.length];
    for (int i = 0; i < held.length; i++) {
      held[i] = rows.get(ordinals[i]).clone();
      local[i] = i;
    }
    arrangeHeld(held, local, 0, local.length);
    for (int i = 0; i < local.length; i++) {
      order[from + i] = ordinals[local[i]];
    }
  }

  private void arrangeHeld(float[][] held, int[] order, int from, int to) throws IOException {
    if (to - from <= HANDFUL) {
      return;
    }
    float[][] all = new float[to - from][];
    Arrays.setAll(all, i -> held[order[from + i]]);
    int middle = halve(row -> held[row], all, order, from, to);
    arrangeHeld(held, order, from, middle);
    arrangeHeld(held, order, middle, to);
  }

  private float[][] sample(Rows rows, int[] order, int from, int to) throws IOException {
    float[][] sample = new float[HELD][];
    for (int i = 0; i < HELD; i++) {
      sample[i] = rows.get(order[random.nextInt(from, to)]).clone();
    }
    return sample;
  }

  /** Puts the half that lies farther along the sample's direction behind the other. */
  private int halve(Rows rows, float[][] sample, int[] order, int from, int to) throws IOException {
    float[] direction = direction(sample);
    for (int i = from; i < to; i++) {
      keys[i] = VectorUtil.dotProduct(rows.get(order[i]), direction);
    }
    int middle = (from + to) >>> 1;
    select(order, from, to, middle);
    return middle;
  }

  private float[] direction(float[][] sample) {
    float[] direction =
        difference(sample[random.nextInt(sample.length)], sample[random.nextInt(sample.length)]);
    int[] order = new int[sample.length];
    Arrays.setAll(order, i -> i);
    NeighbourOrder halves = new NeighbourOrder(sample.length);
    int middle = sample.length / 2;
    for (int pass = 0; pass < PASSES; pass++) {
      for (int i = 0; i < order.length; i++) {
        halves.keys[i] = VectorUtil.dotProduct(sample[order[i]], direction);
      }
      halves.select(order, 0, order.length, middle);
      direction =
          difference(mean(sample, order, middle, order.length), mean(sample, order, 0, middle));
    }
    return direction;
  }

  /** As far as the middle come the ordinals of smaller keys. */
  private void select(int[] order, int from, int to, int middle) {
    new IntroSelector() {
      private float pivot;

      @Override
      protected void swap(int i, int j) {
        float key = keys[i];
        keys[i] = keys[j];
        keys[j] = key;
        int ordinal = order[i];
        order[i] = order[j];
        order[j] = ordinal;
      }

      @Override
      protected void setPivot(int i) {
        pivot = keys[i];
      }

      @Override
      protected int comparePivot(int j) {
        return Float.compare(pivot, keys[j]);
      }
    }.select(from, to, middle);
  }

  private static float[] difference(float[] a, float[] b) {
    float[] difference = new float[a.length];
    for (int k = 0; k < a.length; k++) {
      difference[k] = a[k] - b[k];
    }
    return difference;
  }

  private static float[] mean(float[][] rows, int[] order, int from, int to) {
    float[] mean = new float[rows[0].length];
    for (int i = from; i < to; i++) {
      float[] row = rows[order[i]];
      for (int k = 0; k < mean.length; k++) {
        mean[k] += row[k];
      }
    }
    for (int k = 0; k < mean.length; k++) {
      mean[k] /= to - from;
    }
    return mean;
  }
}
