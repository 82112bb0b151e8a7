package org.ocellus.trainer.data;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Pictures and their targets in native memory that its loader owns and fills again: valid until the
 * loader's next batch.
 */
public final class Batch {
  /**
   * The memory of one batch.
   *
   * @param size width and height of a picture
   * @param classes how many classes there are
   * @param values how many continuous targets
   */
  record Memory(
      FloatPointer pictures,
      FloatPointer targets,
      LongPointer firstClasses,
      FloatPointer continuous,
      int size,
      int classes,
      int values)
      implements AutoCloseable {

    static Memory of(int length, int size, int classes, int values) {
      return new Memory(
          new FloatPointer((long) length * size * size * 3),
          new FloatPointer(Math.max(1, (long) length * classes)),
          new LongPointer(length),
          new FloatPointer(Math.max(1, (long) length * values)),
          size,
          classes,
          values);
    }

    @Override
    public void close() {
      pictures.close();
      targets.close();
      firstClasses.close();
      continuous.close();
    }
  }

  private final Memory memory;
  private final int[] items;
  private final int[] crops;

  Batch(Memory memory, int[] items, int[] crops) {
    this.memory = memory;
    this.items = items;
    this.crops = crops;
  }

  Memory memory() {
    return memory;
  }

  /** How many pictures there are. */
  public int length() {
    return items.length;
  }

  /** The numbers of the pictures in their dataset. */
  public int[] items() {
    return items.clone();
  }

  /** Which of its fixed crops each picture is; empty if the plan has none. */
  public int[] crops() {
    return crops.clone();
  }

  /** The pictures, {@code [N, 3, size, size]} in channels-last layout; a view without a copy. */
  public Tensor pictures() {
    return torch
        .from_blob(memory.pictures(), items.length, memory.size(), memory.size(), 3)
        .permute(0, 3, 1, 2);
  }

  /**
   * The probability of each class, {@code [N, classes]}; all 0 for a picture without a label. A
   * view without a copy.
   */
  public Tensor targets() {
    return torch.from_blob(memory.targets(), items.length, memory.classes());
  }

  /**
   * The number of each picture's first class, {@code [N]} of int64; −1 for a picture without a
   * label. A view without a copy.
   */
  public Tensor classes() {
    return torch.from_blob(
        memory.firstClasses(), new long[] {items.length}, torch.dtype(ScalarType.Long));
  }

  /** The continuous targets, {@code [N, targets]} of float32; a view without a copy. */
  public Tensor values() {
    return torch.from_blob(memory.continuous(), items.length, memory.values());
  }
}
