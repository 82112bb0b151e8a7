package org.ocellus.surviving;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the system says of this process's memory, Java's and native alike. */
final class ResidentMemory {
  private static final Path STATUS = Path.of("/proc/self/status");

  private ResidentMemory() {}

  /** Whether this system tells. */
  static boolean isKnown() {
    return Files.isReadable(STATUS);
  }

  /** Bytes now, without mapped files. */
  static long anonymous() throws IOException {
    return read("RssAnon:");
  }

  /** Bytes at most since the process began. */
  static long peak() throws IOException {
    return read("VmHWM:");
  }

  private static long read(String field) throws IOException {
    for (String line : Files.readAllLines(STATUS)) {
      if (line.startsWith(field)) {
        return 1024 * Long.parseLong(line.replaceAll("[^0-9]", ""));
      }
    }
    throw new IOException("no " + field + " in " + STATUS);
  }
}
