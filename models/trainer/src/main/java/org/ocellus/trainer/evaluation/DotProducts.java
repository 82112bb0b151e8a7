package org.ocellus.trainer.evaluation;

import java.util.Arrays;

/**
 * Dot products of vectors with all vectors of a gallery, in float32. The gallery is kept in tiles
 * of one row a dimension, so that the inner loop runs over neighbouring floats without a sum that
 * would have to keep its order: the JIT compiles it to SIMD instructions. The sum over dimensions
 * has one order for all, so equal vectors give equal products. Immutable; for use by any number of
 * threads.
 */
final class DotProducts {
  /** Vectors in a tile: one row of floats and its sums fit the first-level cache. */
  private static final int WIDTH = 512;

  /** Dimensions in a tile, whose 256 KiB fit the second-level cache. */
  private static final int DEPTH = 128;

  private final int size;
  private final int dimension;

  /** By tile of vectors, by dimension: one float a vector. */
  private final float[][][] tiles;

  /** Copies the gallery. */
  DotProducts(float[][] gallery) {
    size = gallery.length;
    dimension = size == 0 ? 0 : gallery[0].length;
    tiles = new float[(size + WIDTH - 1) / WIDTH][dimension][];
    for (int t = 0; t < tiles.length; t++) {
      int from = t * WIDTH;
      int width = Math.min(WIDTH, size - from);
      for (int d = 0; d < dimension; d++) {
        tiles[t][d] = new float[width];
        for (int i = 0; i < width; i++) {
          tiles[t][d][i] = gallery[from + i][d];
        }
      }
    }
  }

  /** How many vectors the gallery has. */
  int size() {
    return size;
  }

  /**
   * Computes all products of some vectors, whose number makes it worth while to fetch a tile.
   *
   * @param products takes one row of {@link #size} floats a vector
   */
  void of(float[][] vectors, float[][] products) {
    float[] sums = new float[WIDTH];
    for (float[] row : products) {
      Arrays.fill(row, 0);
    }
    for (int t = 0; t < tiles.length; t++) {
      float[][] tile = tiles[t];
      for (int from = 0; from < dimension; from += DEPTH) {
        int to = Math.min(from + DEPTH, dimension);
        for (int v = 0; v < vectors.length; v++) {
          int width = tile[from].length;
          System.arraycopy(products[v], t * WIDTH, sums, 0, width);
          add(vectors[v], tile, from, to, sums);
          System.arraycopy(sums, 0, products[v], t * WIDTH, width);
        }
      }
    }
  }

  private static void add(float[] vector, float[][] tile, int from, int to, float[] sums) {
    int d = from;
    for (; d + 4 <= to; d += 4) {
      add(
          vector[d],
          tile[d],
          vector[d + 1],
          tile[d + 1],
          vector[d + 2],
          tile[d + 2],
          vector[d + 3],
          tile[d + 3],
          sums);
    }
    for (; d < to; d++) {
      add(vector[d], tile[d], sums);
    }
  }

  private static void add(
      float a,
      float[] as,
      float b,
      float[] bs,
      float c,
      float[] cs,
      float d,
      float[] ds,
      float[] sums) {
    for (int i = 0; i < as.length; i++) {
      sums[i] += a * as[i] + b * bs[i] + c * cs[i] + d * ds[i];
    }
  }

  private static void add(float a, float[] row, float[] sums) {
    for (int i = 0; i < row.length; i++) {
      sums[i] += a * row[i];
    }
  }
}
