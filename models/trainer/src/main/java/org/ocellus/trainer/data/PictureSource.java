package org.ocellus.trainer.data;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.nio.file.Path;
import java.util.List;

/** Where labelled pictures come from, as a recipe describes it; told apart by their properties. */
@JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
@JsonSubTypes({
  @JsonSubTypes.Type(FolderSource.class),
  @JsonSubTypes.Type(IdxSource.class),
  @JsonSubTypes.Type(ManifestSource.class)
})
public sealed interface PictureSource permits FolderSource, IdxSource, ManifestSource {
  /** A short name for reports. */
  String name();

  /** What the pictures are and their licence. */
  String about();

  /** How often each picture occurs in an epoch; 1.5 is once for all and twice for half of them. */
  double weight();

  /** How its pictures are varied. */
  Augmentation augmentation();

  /**
   * The pictures to train on, in a stable order; never those of a test split.
   *
   * @param data the folder that the recipe's paths are relative to
   * @throws DataException if a path is missing or unreadable
   */
  List<LabelledPicture> read(Path data);
}
