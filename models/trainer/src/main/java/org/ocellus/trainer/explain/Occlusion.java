package org.ocellus.trainer.explain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.ocellus.image.Tensor;
import org.ocellus.model.Model;
import org.ocellus.model.ModelException;
import org.ocellus.model.Prediction;

/**
 * What a score owes to each part of a picture: by how much it falls where a square of the picture's
 * mean colour covers that part. Zeiler and Fergus, "Visualizing and Understanding Convolutional
 * Networks" (2014), section 4.2. Squares are cut at the edges of the picture.
 *
 * @param picture the network's input, {@code [1, 3, H, W]}
 * @param score of the whole picture
 * @param drops that score minus that of the covered picture, for squares centred on the cells of a
 *     grid over the picture
 * @param decisive the cell whose drop is greatest, the first of equal ones
 * @param without what the network says of the picture where that cell's square is covered
 */
record Occlusion(Tensor picture, double score, Plane drops, int decisive, Prediction without) {
  /** Cells along the shorter side. */
  private static final int CELLS = 16;

  /** The square's side in cells. */
  private static final int WINDOW = 4;

  private static final int BATCH = 32;

  /** A rectangle of pixels; right and bottom are the first ones outside. */
  record Square(int left, int top, int right, int bottom) {}

  /**
   * Covers one part after the other.
   *
   * @param picture as the model's preprocessing makes it
   * @param score what is asked of each prediction
   * @throws ModelException if the network fails
   */
  static Occlusion of(Model model, Tensor picture, ToDoubleFunction<Prediction> score)
      throws ModelException {
    Grid grid = Grid.over(picture);
    float[] colour = means(picture);
    Prediction without = model.predict(List.of(picture)).getFirst();
    double whole = score.applyAsDouble(without);
    float[] drops = new float[grid.cells()];
    int decisive = 0;
    for (int from = 0; from < drops.length; from += BATCH) {
      List<Tensor> batch = new ArrayList<>();
      for (int cell = from; cell < Math.min(from + BATCH, drops.length); cell++) {
        batch.add(covered(picture, grid.square(cell), colour));
      }
      List<Prediction> predictions = model.predict(batch);
      for (int i = 0; i < predictions.size(); i++) {
        int cell = from + i;
        drops[cell] = (float) (whole - score.applyAsDouble(predictions.get(i)));
        if (cell == 0 || drops[cell] > drops[decisive]) {
          decisive = cell;
          without = predictions.get(i);
        }
      }
    }
    return new Occlusion(
        picture, whole, new Plane(grid.columns(), grid.rows(), drops), decisive, without);
  }

  /** What is covered when the score falls most. */
  Square decisiveSquare() {
    return Grid.over(picture).square(decisive);
  }

  private record Grid(int columns, int rows, int width, int height) {
    static Grid over(Tensor picture) {
      int height = Math.toIntExact(picture.shape()[2]);
      int width = Math.toIntExact(picture.shape()[3]);
      int shorter = Math.min(width, height);
      int cells = Math.min(CELLS, shorter);
      return new Grid(
          Math.round((float) cells * width / shorter),
          Math.round((float) cells * height / shorter),
          width,
          height);
    }

    int cells() {
      return columns * rows;
    }

    Square square(int cell) {
      double wide = (double) width / columns;
      double tall = (double) height / rows;
      double x = (cell % columns + 0.5) * wide;
      double y = (cell / columns + 0.5) * tall;
      return new Square(
          (int) Math.max(0, Math.round(x - WINDOW * wide / 2)),
          (int) Math.max(0, Math.round(y - WINDOW * tall / 2)),
          (int) Math.min(width, Math.round(x + WINDOW * wide / 2)),
          (int) Math.min(height, Math.round(y + WINDOW * tall / 2)));
    }
  }

  private static float[] means(Tensor picture) {
    int pixels = picture.data().length / 3;
    float[] means = new float[3];
    for (int channel = 0; channel < 3; channel++) {
      double sum = 0;
      for (int i = 0; i < pixels; i++) {
        sum += picture.data()[channel * pixels + i];
      }
      means[channel] = (float) (sum / pixels);
    }
    return means;
  }

  private static Tensor covered(Tensor picture, Square square, float[] colour) {
    int height = Math.toIntExact(picture.shape()[2]);
    int width = Math.toIntExact(picture.shape()[3]);
    float[] data = picture.data().clone();
    for (int channel = 0; channel < 3; channel++) {
      for (int y = square.top(); y < square.bottom(); y++) {
        int row = (channel * height + y) * width;
        Arrays.fill(data, row + square.left(), row + square.right(), colour[channel]);
      }
    }
    return new Tensor(data, picture.shape());
  }
}
