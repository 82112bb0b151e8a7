package org.ocellus.index;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The layout of an index folder: {@code ocellus.json} holds its settings, {@code CURRENT} the name
 * of the live generation, and each generation is a Lucene index in a folder of its own, so that the
 * next one can be built beside it.
 */
final class Generations {
  private static final String CURRENT = "CURRENT";
  private static final String FIRST = "gen-000001";

  private Generations() {}

  /** Lays out a new index; does nothing but that. The settings come last: they make it one. */
  static void create(Path folder, IndexSettings settings) throws IOException {
    refuseForeign(folder);
    Files.createDirectories(folder.resolve(FIRST));
    AtomicFile.write(folder.resolve(CURRENT), FIRST + "\n");
    settings.write(folder);
  }

  /** The folder of the live generation. */
  static Path live(Path folder) throws IOException {
    Path current = folder.resolve(CURRENT);
    if (!Files.exists(current)) {
      throw new IndexException(
          IndexException.Reason.NOT_AN_INDEX,
          "index " + folder + " has lost its file CURRENT: restore it from a backup");
    }
    Path live = folder.resolve(Files.readString(current).strip());
    if (!Files.isDirectory(live)) {
      throw new IndexException(
          IndexException.Reason.NOT_AN_INDEX,
          "index " + folder + " has lost its folder " + live.getFileName() + ": restore it");
    }
    return live;
  }

  /** An index is never laid into a folder of somebody's files: most often that is a slip. */
  private static void refuseForeign(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    if (!Files.isDirectory(folder)) {
      throw new IndexException(
          IndexException.Reason.NOT_AN_INDEX, folder + " is a file: name a folder for the index");
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<String> foreign =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> !name.startsWith(CURRENT) && !name.equals(FIRST))
              .filter(name -> !name.startsWith(IndexSettings.FILE))
              .limit(3)
              .toList();
      if (!foreign.isEmpty()) {
        throw new IndexException(
            IndexException.Reason.NOT_AN_INDEX,
            folder
                + " is no index and is not empty (it holds "
                + String.join(", ", foreign)
                + "): name an empty or a new folder for the index");
      }
    }
  }
}
