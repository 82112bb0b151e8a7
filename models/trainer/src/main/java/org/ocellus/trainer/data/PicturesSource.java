package org.ocellus.trainer.data;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ocellus.trainer.augmentation.Augmentation;

/**
 * Pictures without labels in a folder, recursively, for a student that learns from a teacher.
 *
 * @param name a short name for reports
 * @param about what the pictures are and their licence, for the model card
 * @param pictures the folder, relative to the data folder
 * @param weight how often each picture occurs in an epoch, once by default
 * @param augmentation how pictures are varied, not at all by default
 */
public record PicturesSource(
    @JsonProperty(required = true) String name,
    @JsonProperty(required = true) String about,
    @JsonProperty(required = true) String pictures,
    @Nullable Double weight,
    @Nullable Augmentation augmentation)
    implements PictureSource {

  /** Fills in what is absent. */
  public PicturesSource {
    weight = PictureSource.checked(weight);
    augmentation = augmentation == null ? Augmentation.NONE : augmentation;
  }

  @Override
  public List<Example> read(Path data) {
    Path folder = data.resolve(pictures);
    List<Path> files = PictureFiles.below(folder, name);
    if (files.isEmpty()) {
      throw new DataException("source '" + name + "': no pictures below " + folder);
    }
    return files.stream()
        .map(file -> new Example(new PictureFile(file), List.of(), List.of()))
        .toList();
  }
}
