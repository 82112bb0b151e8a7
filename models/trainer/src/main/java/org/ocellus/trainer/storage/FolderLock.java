package org.ocellus.trainer.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps a folder to its holder until closed, or until the process ends, however it does. */
public final class FolderLock implements AutoCloseable {
  private final FileChannel channel;

  /**
   * Locks a folder by a file in it, which stays.
   *
   * @param folder made if it is not there
   * @throws StorageException if another holds it, or it cannot be written
   */
  public FolderLock(Path folder) {
    try {
      Files.createDirectories(folder);
      channel =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!isLocked()) {
        channel.close();
        throw new StorageException(
            "another training writes to " + folder + "; wait for it or give another --out folder");
      }
    } catch (IOException e) {
      throw new StorageException(
          "cannot lock " + folder + ": " + e.getMessage() + "; give another --out folder", e);
    }
  }

  private boolean isLocked() throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // held by this very process
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new StorageException("cannot unlock a folder: " + e.getMessage(), e);
    }
  }
}
