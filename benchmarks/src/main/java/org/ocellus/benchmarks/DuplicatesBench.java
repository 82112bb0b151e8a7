package org.ocellus.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ocellus.VisualIndex;
import org.ocellus.duplicates.CopyRule;
import org.ocellus.duplicates.DuplicateGroup;
import org.ocellus.duplicates.Duplicates;
import org.ocellus.image.ImageDecoder;
import org.ocellus.image.RgbImage;
import org.ocellus.index.Picture;
import org.ocellus.model.Model;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Whether edited copies of photographs are found again, and nothing else. */
@Command(
    name = "duplicates",
    description = {
      "Indexes photographs with five edited copies of each, looks for duplicates, and says how many"
          + " copies are found and how many pictures are wrongly called one.",
      "Any folder of photographs will do, such as github.com/alexeygrigorev/clothing-dataset-small."
          + " With --index, instead, times the search in an index that is there."
    },
    mixinStandardHelpOptions = true)
final class DuplicatesBench implements Callable<Integer> {
  private static final String ORIGINAL = "ORIGINAL";

  @Parameters(paramLabel = "DIR", arity = "0..*", description = "folders of photographs")
  private List<Path> folders = List.of();

  @Option(names = "--count", defaultValue = "2000", description = "how many, drawn at random")
  private int count = 2000;

  @Option(names = "--model", paramLabel = "FOLDER", description = "the shipped one unless said")
  private @Nullable Path modelFolder;

  @Option(names = "--index", paramLabel = "IDX", description = "an index to search instead")
  private @Nullable Path index;

  @Option(names = "--wrong", description = "also lists what is wrongly called a copy")
  private boolean wrong;

  @Option(
      names = "--rule",
      paramLabel = "B,C,L,H",
      description =
          "bits, cosine, loose bits, high cosine, several times to compare rules; the library's own"
              + " unless said")
  private List<String> rules = List.of();

  @Override
  public Integer call() throws IOException {
    System.out.println(BenchCommand.machine());
    if (index != null) {
      try (VisualIndex opened = VisualIndex.openReadOnly(index, null)) {
        for (CopyRule rule : rules()) {
          search(opened, rule);
        }
      }
      return 0;
    }
    List<Path> photographs = photographs();
    Path folder = Files.createTempDirectory("duplicates");
    try (VisualIndex made =
        VisualIndex.open(
            folder.resolve("index"),
            modelFolder == null ? Model.bundled(1) : Model.open(modelFolder, 1))) {
      IntStream.range(0, photographs.size())
          .parallel()
          .forEach(i -> add(made, i, photographs.get(i)));
      made.commit();
      for (CopyRule rule : rules()) {
        judge(search(made, rule), photographs);
      }
    } finally {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    return 0;
  }

  private List<Path> photographs() throws IOException {
    List<Path> all = new ArrayList<>();
    for (Path folder : folders) {
      try (Stream<Path> files = Files.walk(folder)) {
        files
            .filter(file -> file.toString().toLowerCase(Locale.ROOT).matches(".*\\.jpe?g"))
            .sorted()
            .forEach(all::add);
      }
    }
    if (all.isEmpty()) {
      throw new NoSuchFileException(folders.toString(), null, "no photographs there");
    }
    Collections.shuffle(all, new Random(1));
    return all.subList(0, Math.min(count, all.size()));
  }

  private static void add(VisualIndex index, int number, Path file) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      index.add(Picture.of(bytes).id(number + "/" + ORIGINAL));
      RgbImage picture = new ImageDecoder().decode(bytes, file.toString());
      for (Edit edit : Edit.values()) {
        index.add(Picture.of(edit.of(picture)).id(number + "/" + edit));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<CopyRule> rules() {
    return rules.isEmpty()
        ? List.of(CopyRule.DEFAULT)
        : rules.stream()
            .map(rule -> Arrays.stream(rule.split(",")).mapToDouble(Double::parseDouble).toArray())
            .map(n -> new CopyRule((int) n[0], n[1], (int) n[2], n[3]))
            .toList();
  }

  private static List<DuplicateGroup> search(VisualIndex opened, CopyRule by) throws IOException {
    long start = System.nanoTime();
    List<DuplicateGroup> groups = opened.duplicates(Duplicates.all().by(by), progress -> {});
    System.out.printf(
        "%,d pictures, %s: %,d groups with %,d copies in %.1f s%n",
        opened.statistics().pictures(),
        by,
        groups.size(),
        groups.stream().mapToInt(group -> group.copies().size()).sum(),
        (System.nanoTime() - start) / 1e9);
    return groups;
  }

  private void judge(List<DuplicateGroup> groups, List<Path> photographs) {
    Map<String, String> leaders = new HashMap<>();
    int right = 0;
    int pairs = 0;
    for (DuplicateGroup group : groups) {
      leaders.put(group.best(), group.best());
      for (DuplicateGroup.Copy copy : group.copies()) {
        leaders.put(copy.id(), group.best());
        pairs++;
        if (number(copy.id()) == number(group.best())) {
          right++;
        } else if (wrong) {
          System.out.printf(
              "  %s, %s: %s bits, cosine %.3f%n",
              photographs.get(number(group.best())),
              photographs.get(number(copy.id())),
              copy.bits(),
              copy.cosine());
        }
      }
    }
    for (Edit edit : Edit.values()) {
      long found =
          IntStream.range(0, photographs.size())
              .filter(
                  i -> {
                    String leader = leaders.get(i + "/" + edit);
                    return leader != null && leader.equals(leaders.get(i + "/" + ORIGINAL));
                  })
              .count();
      System.out.printf(
          "%-14s %-55s found %.4f%n",
          edit, edit.description(), (double) found / photographs.size());
    }
    System.out.printf("called a copy: %,d, rightly %.4f%n", pairs, (double) right / pairs);
    int[] mixed =
        groups.stream()
            .mapToInt(
                group ->
                    (int)
                        group.copies().stream()
                            .mapToInt(copy -> number(copy.id()))
                            .filter(number -> number != number(group.best()))
                            .distinct()
                            .count())
            .filter(others -> others > 0)
            .toArray();
    System.out.printf(
        "groups that mix different photographs: %,d of %,d (%,d pairs of photographs)%n",
        mixed.length, groups.size(), Arrays.stream(mixed).sum());
  }

  private static int number(String id) {
    return Integer.parseInt(id.substring(0, id.indexOf('/')));
  }
}
