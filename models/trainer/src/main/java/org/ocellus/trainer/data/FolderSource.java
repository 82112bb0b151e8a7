package org.ocellus.trainer.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Pictures in folders by class, recursively. A picture's label is the path of its folder; a folder
 * {@code images} stands for its parent, and a folder of too few pictures joins its parent. A label
 * reads from the special to the general: {@code animals/birds} is "birds, animals".
 *
 * @param name a short name for reports
 * @param about what the pictures are and their licence, for the model card
 * @param folders the folder of class folders, relative to the data folder
 * @param names optional file of {@code folder<TAB>label} lines, relative to the data folder
 * @param except class folders of the top level that are left out
 * @param minimum pictures that a label needs; a top-level folder of fewer is left out
 * @param weight how often each picture occurs in an epoch
 * @param augmentation how pictures are varied
 */
public record FolderSource(
    @JsonProperty(required = true) String name,
    @JsonProperty(required = true) String about,
    @JsonProperty(required = true) String folders,
    @Nullable String names,
    @Nullable Set<String> except,
    int minimum,
    @JsonProperty(required = true) double weight,
    @JsonProperty(required = true) Augmentation augmentation)
    implements PictureSource {
  private static final Set<String> EXTENSIONS =
      Set.of("jpg", "jpeg", "png", "webp", "bmp", "gif", "tif", "tiff");

  /** Copies the exceptions; none by default. */
  public FolderSource {
    except = except == null ? Set.of() : Set.copyOf(except);
  }

  @Override
  public List<LabelledPicture> read(Path data) {
    Path root = data.resolve(folders);
    if (!Files.isDirectory(root)) {
      throw new DataException(
          "source '"
              + name
              + "': there is no folder "
              + root
              + "; put the pictures there or give"
              + " another --data folder");
    }
    Map<String, String> words = names == null ? Map.of() : labels(data.resolve(names));
    Map<Path, String> labels = new TreeMap<>();
    merged(byFolder(root))
        .forEach(
            (folder, files) -> {
              String label = words.getOrDefault(folder, readable(folder));
              files.forEach(file -> labels.put(file, label));
            });
    if (labels.isEmpty()) {
      throw new DataException(
          "source '"
              + name
              + "': no pictures in class folders below "
              + root
              + "; it wants <class>/<picture>.jpg");
    }
    List<LabelledPicture> pictures = new ArrayList<>();
    labels.forEach(
        (file, label) -> pictures.add(new LabelledPicture(new PictureFile(file), List.of(label))));
    return pictures;
  }

  private TreeMap<String, List<Path>> byFolder(Path root) {
    TreeMap<String, List<Path>> folders = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root, FileVisitOption.FOLLOW_LINKS)) {
      files
          .filter(FolderSource::isPicture)
          .forEach(
              file -> {
                Path folder = root.relativize(file).getParent();
                if (folder == null || except.contains(folder.getName(0).toString())) {
                  return;
                }
                if (folder.endsWith("images") && folder.getNameCount() > 1) {
                  folder = folder.getParent();
                }
                folders
                    .computeIfAbsent(
                        folder.toString().replace('\\', '/'), absent -> new ArrayList<>())
                    .add(file);
              });
    } catch (IOException | UncheckedIOException e) {
      throw new DataException("source '" + name + "': cannot list " + root, e);
    }
    return folders;
  }

  /** Deepest folders first, so that a small one can join a parent that is small as well. */
  private Map<String, List<Path>> merged(TreeMap<String, List<Path>> folders) {
    Map<String, List<Path>> kept = new TreeMap<>();
    while (!folders.isEmpty()) {
      String deepest =
          Collections.max(
              folders.keySet(),
              Comparator.comparingLong((String f) -> f.chars().filter(c -> c == '/').count())
                  .thenComparing(Comparator.naturalOrder()));
      List<Path> files = folders.remove(deepest);
      int parent = deepest.lastIndexOf('/');
      if (files.size() >= minimum) {
        kept.put(deepest, files);
      } else if (parent > 0) {
        folders
            .computeIfAbsent(deepest.substring(0, parent), absent -> new ArrayList<>())
            .addAll(files);
      }
    }
    return kept;
  }

  private Map<String, String> labels(Path file) {
    Map<String, String> labels = new HashMap<>();
    try {
      for (String line : Files.readAllLines(file, UTF_8)) {
        int tab = line.indexOf('\t');
        if (tab > 0) {
          labels.put(line.substring(0, tab), line.substring(tab + 1).strip());
        }
      }
      return labels;
    } catch (IOException e) {
      throw new DataException(
          "source '"
              + name
              + "': cannot read label names from "
              + file
              + "; it wants lines of folder<TAB>label",
          e);
    }
  }

  private static String readable(String folder) {
    List<String> parts = new ArrayList<>(List.of(folder.replace('_', ' ').split("/")));
    Collections.reverse(parts);
    return String.join(", ", parts);
  }

  private static boolean isPicture(Path file) {
    String fileName = file.getFileName().toString();
    int dot = fileName.lastIndexOf('.');
    return dot > 0
        && EXTENSIONS.contains(fileName.substring(dot + 1).toLowerCase(Locale.ROOT))
        && Files.isRegularFile(file);
  }
}
