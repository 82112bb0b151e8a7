package org.ocellus.trainer.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.ocellus.trainer.augmentation.Augmentation;

/**
 * Pictures in folders by class, recursively. A picture's label is the path of its folder; a folder
 * {@code images} stands for its parent, and a folder of too few pictures joins its parent. A label
 * reads from the special to the general: {@code animals/birds} is "birds, animals".
 *
 * @param name a short name for reports
 * @param about what the pictures are and their licence, for the model card
 * @param folders the folder of class folders, relative to the data folder
 * @param names optional file of {@code folder<TAB>label} lines, relative to the data folder
 * @param only class folders of the top level that are taken; absent for all
 * @param except class folders of the top level that are left out; absent for none
 * @param minimum pictures that a label needs, 1 by default; a top-level folder of fewer is left out
 * @param weight how often each picture occurs in an epoch, once by default
 * @param augmentation how pictures are varied, not at all by default
 */
public record FolderSource(
    @JsonProperty(required = true) String name,
    @JsonProperty(required = true) String about,
    @JsonProperty(required = true) String folders,
    @Nullable String names,
    @Nullable Set<String> only,
    @Nullable Set<String> except,
    @Nullable Integer minimum,
    @Nullable Double weight,
    @Nullable Augmentation augmentation)
    implements PictureSource {

  /** Fills in what is absent. */
  public FolderSource {
    minimum = minimum == null ? 1 : minimum;
    weight = PictureSource.checked(weight);
    augmentation = augmentation == null ? Augmentation.NONE : augmentation;
  }

  @Override
  public List<Example> read(Path data) {
    Path root = data.resolve(folders);
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
    List<Example> examples = new ArrayList<>();
    labels.forEach((file, label) -> examples.add(Example.of(new PictureFile(file), label)));
    return examples;
  }

  private TreeMap<String, List<Path>> byFolder(Path root) {
    ClassSelection selection = new ClassSelection(name, only, except);
    TreeMap<String, List<Path>> folders = new TreeMap<>();
    Set<String> tops = new TreeSet<>();
    for (Path file : PictureFiles.below(root, name)) {
      Path folder = root.relativize(file).getParent();
      if (folder == null) {
        continue;
      }
      String top = folder.getName(0).toString();
      tops.add(top);
      if (selection.takes(top)) {
        if (folder.endsWith("images") && folder.getNameCount() > 1) {
          folder = folder.getParent();
        }
        folders
            .computeIfAbsent(folder.toString().replace('\\', '/'), absent -> new ArrayList<>())
            .add(file);
      }
    }
    selection.check(tops);
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
}
