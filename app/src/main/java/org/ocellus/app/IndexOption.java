package org.ocellus.app;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which index a command is about: one that there is. */
final class IndexOption {
  @Option(
      names = "--index",
      required = true,
      paramLabel = "IDX",
      description = "Folder of the index.")
  private Path folder;

  Path folder() {
    return folder;
  }
}
