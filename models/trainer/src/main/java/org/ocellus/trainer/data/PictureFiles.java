package org.ocellus.trainer.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** The picture files below a folder, told by the ends of their names. */
final class PictureFiles {
  private static final Set<String> EXTENSIONS =
      Set.of("jpg", "jpeg", "png", "webp", "bmp", "gif", "tif", "tiff");

  private PictureFiles() {}

  /**
   * Lists them, links followed, in the order of their paths.
   *
   * @param source the source's name, for errors
   * @throws DataException if there is no such folder or it cannot be listed
   */
  static List<Path> below(Path folder, String source) {
    if (!Files.isDirectory(folder)) {
      throw new DataException(
          "source '%s': there is no folder %s; put the pictures there or give another --data folder"
              .formatted(source, folder));
    }
    try (Stream<Path> files = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      return files.filter(PictureFiles::isPicture).sorted().toList();
    } catch (IOException | UncheckedIOException e) {
      throw new DataException("source '" + source + "': cannot list " + folder, e);
    }
  }

  private static boolean isPicture(Path file) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return dot > 0
        && EXTENSIONS.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT))
        && Files.isRegularFile(file);
  }
}
