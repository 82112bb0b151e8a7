package org.ocellus.trainer.training;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.ArchiveWriter;
import org.bytedeco.pytorch.InputArchive;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.OutputArchive;
import org.bytedeco.pytorch.Tensor;
import org.ocellus.trainer.storage.AtomicFile;

/** The state of a training after an epoch, in a libtorch archive. */
final class Checkpoint {
  private static final String SETUP = "setup";
  private static final String OPTIMISER = "optimiser";

  private final Path file;
  private final long setup;

  /**
   * Names the checkpoint.
   *
   * @param file where it is
   * @param setup a digest of what must be equal for training to go on: network and labels
   */
  Checkpoint(Path file, long setup) {
    this.file = file;
    this.setup = setup;
  }

  @Override
  public String toString() {
    return file.toString();
  }

  boolean exists() {
    return Files.exists(file);
  }

  /** Saves tensors and numbers, each by its name, and the optimiser. */
  void save(Map<String, Tensor> tensors, Map<String, Long> numbers, Optimiser optimiser) {
    try (PointerScope scope = new PointerScope()) {
      OutputArchive archive = new OutputArchive();
      write(archive, SETUP, setup);
      numbers.forEach((name, number) -> write(archive, name, number));
      tensors.forEach((name, tensor) -> archive.write(name, tensor.detach(), true));
      OutputArchive state = new OutputArchive(archive.compilation_unit());
      optimiser.save(state);
      archive.write(OPTIMISER, state);
      AtomicFile.write(file, sink -> archive.save_to(new Forwarding(sink)));
    }
  }

  /** Not libtorch's own writing of files, which ends the JVM on a full disk. */
  private static final class Forwarding extends ArchiveWriter {
    private static final int CHUNK = 1 << 20;

    private final AtomicFile.Sink sink;

    Forwarding(AtomicFile.Sink sink) {
      this.sink = sink;
    }

    @Override
    public long call(Pointer data, long size) {
      BytePointer bytes = new BytePointer(data);
      byte[] chunk = new byte[(int) Math.min(size, CHUNK)];
      for (long from = 0; from < size; from += chunk.length) {
        int length = (int) Math.min(size - from, chunk.length);
        bytes.position(from).get(chunk, 0, length);
        sink.write(chunk, length);
      }
      return size;
    }
  }

  /**
   * Restores some tensors in place from the checkpoint of another training: their averages where it
   * kept any.
   */
  void loadWeights(Map<String, Tensor> tensors) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      InputArchive archive = open();
      for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
        Tensor saved = new Tensor();
        if (!archive.try_read(MovingAverage.PREFIX + entry.getKey(), saved, true)
            && !archive.try_read(entry.getKey(), saved, true)) {
          throw new TrainingException(
              "the checkpoint "
                  + file
                  + " has no '"
                  + entry.getKey()
                  + "'; it is of a network with"
                  + " another body; make the recipe's body equal to its own");
        }
        if (!saved.is_same_size(entry.getValue())) {
          throw new TrainingException(
              "'"
                  + entry.getKey()
                  + "' is of another shape in the checkpoint "
                  + file
                  + "; make the recipe's body equal to its own");
        }
        entry.getValue().detach().copy_(saved);
      }
    }
  }

  private InputArchive open() {
    InputArchive archive = new InputArchive();
    try {
      archive.load_from(file.toString());
    } catch (RuntimeException e) {
      throw new TrainingException(
          "cannot read the checkpoint "
              + file
              + "; give one that is there and whole, or train"
              + " without it",
          e);
    }
    return archive;
  }

  /** Restores tensors and optimiser in place, and replaces the values of {@code numbers}. */
  void load(Map<String, Tensor> tensors, Map<String, Long> numbers, Optimiser optimiser) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      InputArchive archive = open();
      if (number(archive, SETUP) != setup) {
        throw new TrainingException(
            "the checkpoint "
                + file
                + " is of another network or other labels than this recipe and"
                + " data give; train without --resume, or into another --out folder");
      }
      for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
        Tensor saved = new Tensor();
        archive.read(entry.getKey(), saved, true);
        entry.getValue().detach().copy_(saved);
      }
      numbers.replaceAll((name, old) -> number(archive, name));
      InputArchive state = new InputArchive();
      archive.read(OPTIMISER, state);
      optimiser.load(state);
    }
  }

  private static void write(OutputArchive archive, String name, long number) {
    archive.write(name, Tensor.create(new long[] {number}, 1), true);
  }

  private static long number(InputArchive archive, String name) {
    Tensor tensor = new Tensor();
    archive.read(name, tensor, true);
    return tensor.item_long();
  }
}
