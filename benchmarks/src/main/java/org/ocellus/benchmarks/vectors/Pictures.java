package org.ocellus.benchmarks.vectors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The pictures below some folders. */
public final class Pictures {
  private Pictures() {}

  /**
   * Of one folder after another, in the order of their paths.
   *
   * @throws NoSuchFileException if there is none
   */
  public static List<Path> below(List<Path> folders) throws IOException {
    List<Path> pictures = new ArrayList<>();
    for (Path folder : folders) {
      try (Stream<Path> all = Files.walk(folder)) {
        all.filter(Pictures::isPicture).sorted().forEach(pictures::add);
      }
    }
    if (pictures.isEmpty()) {
      throw new NoSuchFileException(
          folders.toString(), null, "no picture there: unpack a data set, such as Tiny-ImageNet");
    }
    return pictures;
  }

  private static boolean isPicture(Path file) {
    return file.toString().toLowerCase(Locale.ROOT).matches(".*\\.(jpe?g|png|webp)");
  }
}
