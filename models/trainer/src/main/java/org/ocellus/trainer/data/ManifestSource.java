package org.ocellus.trainer.data;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ocellus.trainer.augmentation.Augmentation;

/**
 * Pictures listed in a file: CSV with a header if its name ends in {@code .csv}, else JSON lines.
 * Each line has the {@code path} of a picture, relative to the file, and may have {@code keywords}
 * (in CSV separated by semicolons) or one {@code label}, a {@code split}, and a number for each of
 * the source's targets; what else it has is ignored. Lines of another split than the source's are
 * not read; a file without splits is read whole. Keywords that occur too rarely in the split are
 * dropped; pictures without a keyword left are left out, unless the source has targets.
 *
 * @param name a short name for reports
 * @param about what the pictures are and their licence, for the model card
 * @param manifest the file, relative to the data folder
 * @param split which lines are read; {@code train} by default
 * @param targets the names of the continuous targets; none by default
 * @param only keywords that are taken; absent for all
 * @param except keywords whose pictures are left out; absent for none
 * @param minimum how often a keyword must occur in the split, 1 by default
 * @param weight how often each picture occurs in an epoch, once by default
 * @param augmentation how pictures are varied, not at all by default
 */
public record ManifestSource(
    @JsonProperty(required = true) String name,
    @JsonProperty(required = true) String about,
    @JsonProperty(required = true) String manifest,
    @Nullable String split,
    @Nullable List<String> targets,
    @Nullable Set<String> only,
    @Nullable Set<String> except,
    @Nullable Integer minimum,
    @Nullable Double weight,
    @Nullable Augmentation augmentation)
    implements PictureSource {

  /** Fills in what is absent. */
  public ManifestSource {
    split = split == null ? "train" : split;
    targets = targets == null ? List.of() : List.copyOf(targets);
    minimum = minimum == null ? 1 : minimum;
    weight = PictureSource.checked(weight);
    augmentation = augmentation == null ? Augmentation.NONE : augmentation;
  }

  @Override
  public List<Example> read(Path data) {
    Path file = data.resolve(manifest);
    List<ManifestLine> all = new ManifestReader(name, file).read();
    ClassSelection selection = new ClassSelection(name, only, except);
    selection.check(all.stream().flatMap(line -> line.keywords().stream()).toList());
    List<ManifestLine> lines = ofSplit(all, split);
    Map<String, Integer> counts = new HashMap<>();
    lines.forEach(line -> line.keywords().forEach(word -> counts.merge(word, 1, Integer::sum)));
    List<Example> examples = new ArrayList<>();
    for (ManifestLine line : lines) {
      List<String> taken =
          line.keywords().stream()
              .filter(selection::takes)
              .filter(word -> counts.getOrDefault(word, 0) >= minimum)
              .toList();
      boolean excluded = line.keywords().stream().anyMatch(selection::excludes);
      if (!excluded && !(taken.isEmpty() && targets.isEmpty())) {
        examples.add(
            new Example(
                new PictureFile(file.resolveSibling(line.path())), taken, line.numbers(targets)));
      }
    }
    if (examples.isEmpty()) {
      throw new DataException(
          "source '%s': %s has no picture of split \"%s\"%s"
              .formatted(
                  name,
                  file,
                  split,
                  targets.isEmpty()
                      ? " with a keyword that is taken and occurs %d times; lower 'minimum' or label the pictures"
                          .formatted(minimum)
                      : "; name another 'split'"));
    }
    return examples;
  }

  /** The lines of a split; all lines, if none says its split. */
  static List<ManifestLine> ofSplit(List<ManifestLine> lines, @Nullable String split) {
    if (lines.stream().allMatch(line -> line.split() == null)) {
      return lines;
    }
    List<ManifestLine> taken = new ArrayList<>();
    for (ManifestLine line : lines) {
      String its = line.split();
      if (its == null) {
        throw line.wrong("it has no 'split', other lines have one");
      }
      if (its.equals(split)) {
        taken.add(line);
      }
    }
    return taken;
  }
}
