package org.ocellus.index;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.lucene.util.IOUtils;
import org.ocellus.model.Calibration;

/**
 * The layout of an index folder: {@code ocellus.json} holds its settings, {@code CURRENT} the name
 * of the live generation, and each generation is a Lucene index in a folder of its own, so that the
 * next one can be built beside it.
 */
final class Generations {
  private static final String CURRENT = "CURRENT";
  private static final String PREFIX = "gen-";
  private static final String FIRST = PREFIX + "000001";
  private static final Pattern NAME = Pattern.compile(PREFIX + "\\d{6,18}");
  private static final Logger log = System.getLogger(Generations.class.getName());

  private Generations() {}

  /** Lays out a new index; does nothing but that. The settings come last: they make it one. */
  static void create(Path folder, IndexSettings settings) throws IOException {
    refuseForeign(folder);
    Files.createDirectories(folder.resolve(FIRST));
    makeLive(folder, FIRST);
    settings.write(folder);
  }

  /** Whether a folder says which of its generations is live. */
  static boolean exist(Path folder) {
    return Files.exists(folder.resolve(CURRENT));
  }

  /** The name of the live generation. */
  static String live(Path folder) throws IOException {
    Path current = folder.resolve(CURRENT);
    if (!Files.exists(current)) {
      throw new IndexException(
          IndexException.Reason.NOT_AN_INDEX,
          "index " + folder + " has lost its file CURRENT: restore it from a backup");
    }
    String live = Files.readString(current).strip();
    if (!NAME.matcher(live).matches() || !Files.isDirectory(folder.resolve(live))) {
      throw new IndexException(
          IndexException.Reason.NOT_AN_INDEX,
          "index " + folder + " has lost its folder " + live + ": restore it");
    }
    return live;
  }

  /** What a generation was made for: it says so itself, or, the first, the whole index does. */
  static IndexSettings settings(Path folder, String name) throws IOException {
    return IndexSettings.read(told(folder, name));
  }

  /** Changes what a generation says of itself. */
  static void rewrite(Path folder, String name, IndexSettings settings) throws IOException {
    settings.write(told(folder, name));
  }

  private static Path told(Path folder, String name) {
    Path generation = folder.resolve(name);
    return IndexSettings.existIn(generation) ? generation : folder;
  }

  /** The name of the generation after this one. */
  static String after(String name) {
    return PREFIX + "%06d".formatted(number(name) + 1);
  }

  /** Makes this generation the live one, at once for whoever looks. */
  static void makeLive(Path folder, String name) throws IOException {
    AtomicFile.write(folder.resolve(CURRENT), name + "\n");
  }

  /**
   * Removes generations older than the live one. What another process still reads stays until it
   * lets go; where the system refuses to remove that, the next call does.
   */
  static void removeReplaced(Path folder) throws IOException {
    long live = number(live(folder));
    List<Path> replaced;
    try (Stream<Path> files = Files.list(folder)) {
      replaced =
          files
              .filter(file -> NAME.matcher(file.getFileName().toString()).matches())
              .filter(file -> number(file.getFileName().toString()) < live)
              .toList();
    }
    for (Path generation : replaced) {
      try {
        IOUtils.rm(generation);
      } catch (IOException e) {
        log.log(Level.DEBUG, "still in use: " + generation, e);
      }
    }
  }

  private static long number(String name) {
    return Long.parseLong(name.substring(PREFIX.length()));
  }

  /** An index is never laid into a folder of somebody's files: most often that is a slip. */
  static void refuseForeign(Path folder) throws IOException {
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
              .filter(name -> !name.startsWith(CURRENT) && !NAME.matcher(name).matches())
              .filter(name -> !name.startsWith(IndexSettings.FILE))
              .filter(name -> !name.startsWith(Calibration.FILE))
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
