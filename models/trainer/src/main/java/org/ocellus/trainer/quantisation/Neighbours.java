package org.ocellus.trainer.quantisation;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Whether two embeddings of the same pictures find the same pictures. */
final class Neighbours {
  private Neighbours() {}

  /**
   * The share of each picture's {@code depth} nearest others by the first embedding, by cosine,
   * that are among as many by the second; the mean over all pictures. Of equally near ones the
   * first in the list counts.
   *
   * @param depth from 1 to the number of pictures less one
   */
  static double shared(List<float[]> first, List<float[]> second, int depth) {
    float[][] a = first.stream().map(Neighbours::unit).toArray(float[][]::new);
    float[][] b = second.stream().map(Neighbours::unit).toArray(float[][]::new);
    return IntStream.range(0, a.length)
        .parallel()
        .mapToDouble(
            i -> {
              Set<Integer> found = new HashSet<>(nearest(a, i, depth));
              found.retainAll(nearest(b, i, depth));
              return (double) found.size() / depth;
            })
        .average()
        .orElse(Double.NaN);
  }

  private static Set<Integer> nearest(float[][] units, int picture, int depth) {
    double[] cosines = new double[units.length];
    for (int i = 0; i < units.length; i++) {
      for (int d = 0; d < units[i].length; d++) {
        cosines[i] += units[i][d] * units[picture][d];
      }
    }
    return IntStream.range(0, units.length)
        .filter(i -> i != picture)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -cosines[i]))
        .limit(depth)
        .collect(Collectors.toSet());
  }

  private static float[] unit(float[] vector) {
    double squares = 0;
    for (float value : vector) {
      squares += (double) value * value;
    }
    double length = squares > 0 ? Math.sqrt(squares) : 1;
    float[] unit = new float[vector.length];
    for (int i = 0; i < unit.length; i++) {
      unit[i] = (float) (vector[i] / length);
    }
    return unit;
  }
}
