package org.ocellus.trainer.evaluation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ocellus.trainer.data.CifarSource;
import org.ocellus.trainer.data.DataException;
import org.ocellus.trainer.data.Example;
import org.ocellus.trainer.data.FolderSource;
import org.ocellus.trainer.data.IdxSource;
import org.ocellus.trainer.data.ManifestSource;
import org.ocellus.trainer.data.PictureSource;

/**
 * Labelled pictures to measure on, of whatever kind the data are: a manifest, MNIST's IDX files,
 * CIFAR's binary files, or folders by class. The test split is read unless another is asked for.
 */
public final class TestPictures {
  private static final String TEST = "test";

  private final Path data;
  private final @Nullable String split;
  private final List<String> targets;

  private TestPictures(Path data, @Nullable String split, List<String> targets) {
    this.data = data;
    this.split = split;
    this.targets = targets;
  }

  /**
   * Lists the pictures.
   *
   * @param data a manifest, or a folder of pictures
   * @param split null for the test split, or for all where the data have none
   * @param targets the continuous values that a manifest has of each picture; none for others
   * @throws DataException if there are none, or they cannot be read
   */
  public static List<Example> read(Path data, @Nullable String split, List<String> targets) {
    return new TestPictures(data, split, targets).source().read(Path.of(""));
  }

  private PictureSource source() {
    String name = data.toString();
    if (Files.isRegularFile(data)) {
      String lines = split == null ? TEST : split;
      return new ManifestSource(name, name, name, lines, targets, null, null, null, null, null);
    }
    List<String> files = files();
    if (!targets.isEmpty()) {
      throw new DataException(
          "the model says %s; give --data a manifest, CSV or JSON lines, that has them, not %s"
              .formatted(String.join(", ", targets), data));
    }
    if (files.stream().anyMatch(file -> file.matches(".*-idx3-ubyte(\\.gz)?"))) {
      String prefix = split == null || split.equals(TEST) ? "t10k" : split;
      String images = one(files, Pattern.quote(prefix) + "-images-idx3-ubyte(\\.gz)?");
      String labels = one(files, Pattern.quote(prefix) + "-labels-idx1-ubyte(\\.gz)?");
      return new IdxSource(name, name, images, labels, null, null, null, null, null);
    }
    boolean hundred = files.contains("test.bin");
    if (hundred || files.contains("test_batch.bin")) {
      return cifar(name, files, hundred);
    }
    return new FolderSource(name, name, folder(), null, null, null, null, null, null);
  }

  private CifarSource cifar(String name, List<String> files, boolean hundred) {
    boolean test = split == null || split.equals(TEST);
    String batches = hundred ? (test ? TEST : split) : test ? "test_batch" : "data_batch_\\d";
    String names = hundred ? "fine_label_names.txt" : "batches.meta.txt";
    List<String> wanted =
        files.stream()
            .filter(file -> file.matches(batches + "\\.bin"))
            .sorted()
            .map(this::path)
            .toList();
    if (wanted.isEmpty()) {
      throw noSplit("the files " + batches + ".bin");
    }
    return new CifarSource(
        name,
        name,
        wanted,
        files.contains(names) ? path(names) : null,
        hundred ? CifarSource.Label.FINE : null,
        null,
        null,
        null,
        null);
  }

  /** The split's folder; without splits, the data folder itself. */
  private String folder() {
    if (split != null && !Files.isDirectory(data.resolve(split))) {
      throw noSplit("the folder " + split);
    }
    boolean splits =
        Files.isDirectory(data.resolve(TEST)) && Files.isDirectory(data.resolve("train"));
    return split != null ? path(split) : splits ? path(TEST) : data.toString();
  }

  private String one(List<String> files, String pattern) {
    return files.stream()
        .filter(file -> file.matches(pattern))
        .findFirst()
        .map(this::path)
        .orElseThrow(() -> noSplit("a file like " + pattern.replaceAll("\\\\[QE]|\\(.*", "")));
  }

  private DataException noSplit(String missing) {
    return new DataException(
        "%s lacks %s%s; ask for another split, or of another folder"
            .formatted(data, missing, split == null ? "" : " of split '" + split + "'"));
  }

  private String path(String file) {
    return data.resolve(file).toString();
  }

  private List<String> files() {
    if (!Files.isDirectory(data)) {
      throw new DataException("there is no " + data + "; give another --data folder or manifest");
    }
    try (Stream<Path> list = Files.list(data)) {
      return list.map(file -> file.getFileName().toString()).toList();
    } catch (IOException e) {
      throw new DataException("cannot list " + data + " (" + e + ")", e);
    }
  }
}
