package org.ocellus.trainer.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.ArchiveWriter;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.InputArchive;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.OutputArchive;
import org.bytedeco.pytorch.Tensor;
import org.ocellus.trainer.storage.AtomicFile;

/** The state of a training after an epoch, in a libtorch archive. */
final class Checkpoint {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SETUP = "setup ";
  private static final String EPOCHS = "epochs";
  private static final String OPTIMISER = "optimiser";

  private final Path file;
  private final Setup setup;

  /**
   * Names the checkpoint.
   *
   * @param file where it is
   * @param setup what must be equal for training to go on
   */
  Checkpoint(Path file, Setup setup) {
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

  /** Saves tensors and numbers, each by its name, the optimiser, and what was measured so far. */
  void save(
      Map<String, Tensor> tensors,
      Map<String, Long> numbers,
      Optimiser optimiser,
      List<EpochMetrics> epochs) {
    try (PointerScope scope = new PointerScope()) {
      OutputArchive archive = new OutputArchive();
      setup.digests().forEach((part, digest) -> write(archive, SETUP + part, digest));
      archive.write(EPOCHS, new IValue(JSON.writeValueAsString(epochs)));
      numbers.forEach((name, number) -> write(archive, name, number));
      tensors.forEach((name, tensor) -> archive.write(name, tensor.detach(), true));
      OutputArchive state = new OutputArchive(archive.compilation_unit());
      optimiser.save(state);
      archive.write(OPTIMISER, state);
      AtomicFile.write(file, sink -> archive.save_to(new Forwarding(sink)));
    } catch (JsonProcessingException e) {
      throw new AssertionError("metrics are plain numbers", e);
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
   *
   * @param cure what to do if they do not fit, for the error
   */
  static void loadWeights(Path file, Map<String, Tensor> tensors, String cure) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      InputArchive archive = open(file);
      for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
        Tensor saved = new Tensor();
        if (!read(archive, entry.getKey(), saved)) {
          throw new TrainingException(
              "the checkpoint "
                  + file
                  + " has no '"
                  + entry.getKey()
                  + "'; it is of another network; "
                  + cure);
        }
        if (!saved.is_same_size(entry.getValue())) {
          throw new TrainingException(
              "'"
                  + entry.getKey()
                  + "' is of another shape in the checkpoint "
                  + file
                  + "; "
                  + cure);
        }
        entry.getValue().detach().copy_(saved);
      }
    }
  }

  /** The same for those tensors that are there in the same shape. */
  static void loadEqualWeights(Path file, Map<String, Tensor> tensors) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      InputArchive archive = open(file);
      for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
        Tensor saved = new Tensor();
        if (read(archive, entry.getKey(), saved) && saved.is_same_size(entry.getValue())) {
          entry.getValue().detach().copy_(saved);
        }
      }
    }
  }

  private static boolean read(InputArchive archive, String name, Tensor into) {
    return archive.try_read(MovingAverage.PREFIX + name, into, true)
        || archive.try_read(name, into, true);
  }

  /** Refuses what is no checkpoint. */
  static void requireReadable(Path file) {
    try (PointerScope scope = new PointerScope()) {
      open(file);
    }
  }

  private static InputArchive open(Path file) {
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

  /**
   * Restores tensors and optimiser in place, and replaces the values of {@code numbers}.
   *
   * @return what was measured so far
   */
  List<EpochMetrics> load(
      Map<String, Tensor> tensors, Map<String, Long> numbers, Optimiser optimiser) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      InputArchive archive = open(file);
      requireEqualSetup(archive);
      for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
        Tensor saved = new Tensor();
        archive.read(entry.getKey(), saved, true);
        entry.getValue().detach().copy_(saved);
      }
      numbers.replaceAll((name, old) -> number(archive, name));
      InputArchive state = new InputArchive();
      archive.read(OPTIMISER, state);
      optimiser.load(state);
      IValue epochs = new IValue();
      archive.read(EPOCHS, epochs);
      return JSON.readValue(epochs.toStringRef().getString(), new TypeReference<>() {});
    } catch (TrainingException e) {
      throw e;
    } catch (RuntimeException | JsonProcessingException e) {
      throw broken(e);
    }
  }

  /** Refuses a checkpoint of another setup, as {@link #load} does, but changes nothing. */
  void requireEqualSetup() {
    try (PointerScope scope = new PointerScope()) {
      requireEqualSetup(open(file));
    } catch (TrainingException e) {
      throw e;
    } catch (RuntimeException e) {
      throw broken(e);
    }
  }

  private TrainingException broken(Exception e) {
    return new TrainingException(
        "the checkpoint "
            + file
            + " is broken or of another version of Ocellus; train into another --out folder",
        e);
  }

  private void requireEqualSetup(InputArchive archive) {
    List<String> differences = setup.differences(part -> number(archive, SETUP + part));
    if (!differences.isEmpty()) {
      throw new TrainingException(
          "recipe or data are not those of the checkpoint %s; other: %s; give what it was trained with, or train into another --out folder"
              .formatted(file, String.join(", ", differences)));
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
