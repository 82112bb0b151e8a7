package org.ocellus.trainer.storage;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Replaces a file at once: the new content is written beside it and renamed, so that after a crash
 * or on a full disk the old or the new one is there, whole. A thread that is interrupted finishes.
 */
public final class AtomicFile {
  /** Takes content bit by bit, and never throws: native code that writes may not survive it. */
  public static final class Sink {
    private final FileOutputStream out;
    private long length;
    private @Nullable IOException failure;

    private Sink(FileOutputStream out) {
      this.out = out;
    }

    /** Writes the first {@code length} bytes; after a failure, only counts them. */
    public void write(byte[] bytes, int length) {
      this.length += length;
      if (failure == null) {
        try {
          out.write(bytes, 0, length);
        } catch (IOException e) {
          failure = e;
        }
      }
    }

    private void finish() throws IOException {
      if (failure != null) {
        String needed = String.format(Locale.ROOT, "%,d bytes are needed", length);
        throw new IOException(failure.getMessage() + ", " + needed, failure);
      }
      out.getFD().sync();
    }
  }

  private AtomicFile() {}

  /**
   * Writes a file in a folder that is there.
   *
   * @throws StorageException if it cannot be written
   */
  public static void write(Path file, byte[] content) {
    write(file, sink -> sink.write(content, content.length));
  }

  /**
   * Writes a file in a folder that is there.
   *
   * @param content gives all of it to the sink
   * @throws StorageException if it cannot be written, after all content was given
   */
  public static void write(Path file, Consumer<Sink> content) {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      replace(file, fresh, content);
    } catch (IOException e) {
      throw new StorageException(
          "cannot write " + file + ": " + e.getMessage() + "; make room or give another folder", e);
    }
  }

  private static void replace(Path file, Path fresh, Consumer<Sink> content) throws IOException {
    try {
      // Not a channel, which an interrupt would close.
      try (FileOutputStream out = new FileOutputStream(fresh.toFile())) {
        Sink sink = new Sink(out);
        content.accept(sink);
        sink.finish();
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }
}
