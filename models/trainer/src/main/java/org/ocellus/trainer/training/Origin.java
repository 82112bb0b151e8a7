package org.ocellus.trainer.training;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.ocellus.trainer.storage.AtomicFile;

/** What a training started from, noted beside its checkpoint: to resume it needs not be said. */
public final class Origin {
  private static final String NOTE = "from.txt";

  private Origin() {}

  /**
   * What a training in this folder starts from, or started from if it is resumed.
   *
   * @param state the folder of checkpoint and metrics
   * @param given what was said now; null for nothing
   * @return null for random weights
   * @throws TrainingException if it began otherwise than is said now
   */
  public static @Nullable Path of(Path state, boolean resume, @Nullable Path given) {
    if (!resume) {
      return given;
    }
    Path noted = read(state.resolve(NOTE));
    if (given == null || isSame(given, noted) || noted == null && !Course.hasBegun(state)) {
      return given == null ? noted : given;
    }
    throw new TrainingException(
        "the training in %s started from %s; leave --from out, or train into another --out folder"
            .formatted(state, noted == null ? "random weights" : noted));
  }

  /** Notes what a training in this folder starts from; null for random weights. */
  public static void note(Path state, @Nullable Path from) {
    Path note = state.resolve(NOTE);
    if (from != null) {
      AtomicFile.write(note, from.toString().getBytes(StandardCharsets.UTF_8));
      return;
    }
    try {
      Files.deleteIfExists(note);
    } catch (IOException e) {
      throw new TrainingException("cannot delete " + note + ": " + e.getMessage(), e);
    }
  }

  private static @Nullable Path read(Path note) {
    try {
      return Files.exists(note) ? Path.of(Files.readString(note)) : null;
    } catch (IOException e) {
      throw new TrainingException("cannot read " + note + ": " + e.getMessage(), e);
    }
  }

  private static boolean isSame(Path given, @Nullable Path noted) {
    return noted != null
        && given.toAbsolutePath().normalize().equals(noted.toAbsolutePath().normalize());
  }
}
