package org.ocellus.trainer.data;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ocellus.trainer.augmentation.Augmentation;

/** Where pictures come from, as a recipe describes it; told apart by their properties. */
@JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
@JsonSubTypes({
  @JsonSubTypes.Type(CifarSource.class),
  @JsonSubTypes.Type(FolderSource.class),
  @JsonSubTypes.Type(IdxSource.class),
  @JsonSubTypes.Type(ManifestSource.class),
  @JsonSubTypes.Type(PicturesSource.class)
})
public sealed interface PictureSource
    permits CifarSource, FolderSource, IdxSource, ManifestSource, PicturesSource {
  /** A short name for reports. */
  String name();

  /** What the pictures are and their licence. */
  String about();

  /** How often each picture occurs in an epoch; 1.5 is once for all and twice for half of them. */
  Double weight();

  /** How its pictures are varied. */
  Augmentation augmentation();

  /** The names of the continuous targets that its pictures have. */
  default List<String> targets() {
    return List.of();
  }

  /**
   * The pictures in a stable order.
   *
   * @param data the folder that the recipe's paths are relative to
   * @throws DataException if a path is missing or unreadable
   */
  List<Example> read(Path data);

  /** The weight given, 1 if none is. */
  static Double checked(@Nullable Double weight) {
    if (weight != null && !(weight >= 0 && weight <= 1000)) {
      throw new IllegalArgumentException("'weight' must be from 0 to 1000, got " + weight);
    }
    return weight == null ? 1.0 : weight;
  }
}
