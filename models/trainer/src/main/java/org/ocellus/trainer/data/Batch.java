package org.ocellus.trainer.data;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Pictures and their targets in native memory that its loader owns and fills again: valid until the
 * loader's next batch.
 */
public final class Batch {
  private final FloatPointer pictures;
  private final FloatPointer targets;
  private final int[] items;
  private final int size;
  private final int classes;

  Batch(FloatPointer pictures, FloatPointer targets, int[] items, int size, int classes) {
    this.pictures = pictures;
    this.targets = targets;
    this.items = items;
    this.size = size;
    this.classes = classes;
  }

  /** How many pictures there are. */
  public int length() {
    return items.length;
  }

  /** The numbers of the pictures in their dataset. */
  public int[] items() {
    return items.clone();
  }

  /** The pictures, {@code [N, 3, size, size]} in channels-last layout; a view without a copy. */
  public Tensor pictures() {
    return torch.from_blob(pictures, items.length, size, size, 3).permute(0, 3, 1, 2);
  }

  /** The probability of each class, {@code [N, classes]}; a view without a copy. */
  public Tensor targets() {
    return torch.from_blob(targets, items.length, classes);
  }
}
