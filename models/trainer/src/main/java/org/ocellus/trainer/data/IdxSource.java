package org.ocellus.trainer.data;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ocellus.trainer.augmentation.Augmentation;

/**
 * Pictures in an IDX file and their class numbers in another, as MNIST and Fashion-MNIST come;
 * plain or gzipped. Grey becomes RGB with equal channels.
 *
 * @param name a short name for reports
 * @param about what the pictures are and their licence, for the model card
 * @param images the file of pictures, {@code [N, height, width]}, relative to the data folder
 * @param labels the file of class numbers, {@code [N]}, relative to the data folder
 * @param names the labels by class number; absent for the numbers themselves
 * @param only labels whose pictures are taken; absent for all
 * @param except labels whose pictures are left out; absent for none
 * @param weight how often each picture occurs in an epoch, once by default
 * @param augmentation how pictures are varied, not at all by default
 */
public record IdxSource(
    @JsonProperty(required = true) String name,
    @JsonProperty(required = true) String about,
    @JsonProperty(required = true) String images,
    @JsonProperty(required = true) String labels,
    @Nullable List<String> names,
    @Nullable Set<String> only,
    @Nullable Set<String> except,
    @Nullable Double weight,
    @Nullable Augmentation augmentation)
    implements PictureSource {

  /** Fills in what is absent. */
  public IdxSource {
    names = names == null ? List.of() : List.copyOf(names);
    weight = PictureSource.checked(weight);
    augmentation = augmentation == null ? Augmentation.NONE : augmentation;
  }

  @Override
  public List<Example> read(Path data) {
    Path pictureFile = data.resolve(images);
    Path labelFile = data.resolve(labels);
    IdxFile pictures = read(pictureFile, 3);
    byte[] numbers = read(labelFile, 1).values();
    int count = pictures.sizes()[0];
    if (numbers.length != count) {
      throw new DataException(
          "source '%s': %s has %,d pictures, but %s %,d labels; name two files that belong together"
              .formatted(name, pictureFile, count, labelFile, numbers.length));
    }
    int height = pictures.sizes()[1];
    int width = pictures.sizes()[2];
    RawPicture.Container container =
        new RawPicture.Container(pictureFile, pictures.values(), width, height, 1);
    ClassNames classes = new ClassNames(name, names);
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      examples.add(
          Example.of(
              new RawPicture(container, i, i * height * width),
              classes.label(numbers[i], labelFile, i)));
    }
    return new ClassSelection(name, only, except).of(examples);
  }

  private IdxFile read(Path file, int dimensions) {
    try {
      return IdxFile.read(file, dimensions);
    } catch (IOException e) {
      throw new DataException(
          "source '%s': cannot read %s (%s); put it there or give another --data folder"
              .formatted(name, file, e),
          e);
    }
  }
}
