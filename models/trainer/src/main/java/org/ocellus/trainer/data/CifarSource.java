package org.ocellus.trainer.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ocellus.trainer.augmentation.Augmentation;

/**
 * Pictures in the binary version of CIFAR-10 or CIFAR-100: records of a class number (CIFAR-100: a
 * coarse and a fine one) and 32 × 32 bytes of each of red, green and blue (Krizhevsky, "Learning
 * Multiple Layers of Features from Tiny Images", 2009).
 *
 * @param name a short name for reports
 * @param about what the pictures are and their licence, for the model card
 * @param batches the files of records, relative to the data folder
 * @param names optional file of labels by class number, one a line, relative to the data folder;
 *     absent for the numbers themselves
 * @param label which class number of CIFAR-100 is the label; absent for CIFAR-10
 * @param only labels whose pictures are taken; absent for all
 * @param except labels whose pictures are left out; absent for none
 * @param weight how often each picture occurs in an epoch, once by default
 * @param augmentation how pictures are varied, not at all by default
 */
public record CifarSource(
    @JsonProperty(required = true) String name,
    @JsonProperty(required = true) String about,
    @JsonProperty(required = true) List<String> batches,
    @Nullable String names,
    @Nullable Label label,
    @Nullable Set<String> only,
    @Nullable Set<String> except,
    @Nullable Double weight,
    @Nullable Augmentation augmentation)
    implements PictureSource {
  private static final int SIDE = 32;
  private static final int PICTURE = 3 * SIDE * SIDE;

  /** The two class numbers of a picture of CIFAR-100, in their order. */
  public enum Label {
    /** One of 20. */
    COARSE,
    /** One of 100. */
    FINE
  }

  /** Fills in what is absent. */
  public CifarSource {
    batches = List.copyOf(batches);
    weight = PictureSource.checked(weight);
    augmentation = augmentation == null ? Augmentation.NONE : augmentation;
  }

  @Override
  public List<Example> read(Path data) {
    ClassNames classes = new ClassNames(name, names == null ? List.of() : lines(data, names));
    List<Example> examples = new ArrayList<>();
    for (String batch : batches) {
      add(data.resolve(batch), classes, examples);
    }
    return new ClassSelection(name, only, except).of(examples);
  }

  private void add(Path file, ClassNames classes, List<Example> examples) {
    byte[] bytes = bytes(file);
    int numbers = label == null ? 1 : Label.values().length;
    int each = numbers + PICTURE;
    if (bytes.length == 0 || bytes.length % each != 0) {
      throw new DataException(
          "source '%s': %s has %,d bytes, not a multiple of the %,d that a picture of %s takes; %s"
              .formatted(
                  name,
                  file,
                  bytes.length,
                  each,
                  label == null ? "CIFAR-10" : "CIFAR-100",
                  bytes.length > 0 && bytes.length % (PICTURE + 3 - numbers) == 0
                      ? (label == null ? "give" : "leave out") + " 'label'"
                      : "download it again"));
    }
    RawPicture.Container container = new RawPicture.Container(file, bytes, SIDE, SIDE, 3);
    for (int i = 0; i < bytes.length / each; i++) {
      byte number = bytes[i * each + (label == null ? 0 : label.ordinal())];
      examples.add(
          Example.of(
              new RawPicture(container, i, i * each + numbers), classes.label(number, file, i)));
    }
  }

  private byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private List<String> lines(Path data, String names) {
    Path file = data.resolve(names);
    try {
      return Files.readAllLines(file, UTF_8).stream()
          .map(String::strip)
          .filter(line -> !line.isEmpty())
          .toList();
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private DataException unreadable(Path file, IOException e) {
    return new DataException(
        "source '%s': cannot read %s (%s); put it there or give another --data folder"
            .formatted(name, file, e),
        e);
  }
}
