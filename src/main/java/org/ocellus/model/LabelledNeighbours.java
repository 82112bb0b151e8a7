package org.ocellus.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/** The nearest others of each labelled picture, by every metric, all compared with all. */
final class LabelledNeighbours {

  /**
   * A hit.
   *
   * @param query which picture asked
   * @param value cosine or distance
   * @param relevant whether it is of the same class
   */
  record Neighbour(int query, double value, boolean relevant) {}

  private final List<Calibrator.Labelled> pictures;
  private final int most;
  private final Calibrator.Copies copies;
  private final double[] squares;

  LabelledNeighbours(List<Calibrator.Labelled> pictures, int most, Calibrator.Copies copies) {
    this.pictures = pictures;
    this.most = most;
    this.copies = copies;
    this.squares =
        pictures.stream().mapToDouble(each -> dot(each.vector(), each.vector())).toArray();
    for (int i = 0; i < squares.length; i++) {
      if (!(squares[i] > 0)) {
        throw new IllegalArgumentException(
            "the vector of picture " + i + " is zero or not finite: it has no direction");
      }
    }
  }

  /** Shows the hits of each picture, in the order of the pictures. */
  void forEach(BiConsumer<Metric, List<Neighbour>> action) {
    IntStream.range(0, pictures.size())
        .parallel()
        .mapToObj(this::nearest)
        .forEachOrdered(found -> found.forEach(action));
  }

  private Map<Metric, List<Neighbour>> nearest(int query) {
    Map<Metric, PriorityQueue<Neighbour>> worstFirst = new EnumMap<>(Metric.class);
    Comparator<Neighbour> rising = Comparator.comparingDouble(Neighbour::value);
    worstFirst.put(Metric.COSINE, new PriorityQueue<>(rising));
    worstFirst.put(Metric.EUCLIDEAN, new PriorityQueue<>(rising.reversed()));
    Calibrator.Labelled asking = pictures.get(query);
    for (int i = 0; i < squares.length; i++) {
      if (i == query) {
        continue;
      }
      double dot = dot(asking.vector(), pictures.get(i).vector());
      double cosine = dot / Math.sqrt(squares[query] * squares[i]);
      double distance = Math.sqrt(Math.max(0, squares[query] + squares[i] - 2 * dot));
      boolean relevant = asking.label().equals(pictures.get(i).label());
      if (!copies.test(query, i, cosine)) {
        offer(Metric.COSINE, worstFirst, new Neighbour(query, cosine, relevant));
        offer(Metric.EUCLIDEAN, worstFirst, new Neighbour(query, distance, relevant));
      }
    }
    Map<Metric, List<Neighbour>> nearest = new EnumMap<>(Metric.class);
    worstFirst.forEach((metric, found) -> nearest.put(metric, new ArrayList<>(found)));
    return nearest;
  }

  private void offer(
      Metric metric, Map<Metric, PriorityQueue<Neighbour>> worstFirst, Neighbour found) {
    PriorityQueue<Neighbour> queue = worstFirst.get(metric);
    if (queue.size() < most) {
      queue.add(found);
    } else if (metric.nearer(found.value(), queue.peek().value())) {
      queue.remove();
      queue.add(found);
    }
  }

  /** Four sums side by side, so that additions need not wait for each other. */
  private static double dot(float[] a, float[] b) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = 0;
    for (; i + 3 < a.length; i += 4) {
      s0 += (double) a[i] * b[i];
      s1 += (double) a[i + 1] * b[i + 1];
      s2 += (double) a[i + 2] * b[i + 2];
      s3 += (double) a[i + 3] * b[i + 3];
    }
    for (; i < a.length; i++) {
      s0 += (double) a[i] * b[i];
    }
    return s0 + s1 + s2 + s3;
  }
}
