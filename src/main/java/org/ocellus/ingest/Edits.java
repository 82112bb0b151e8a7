package org.ocellus.ingest;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ocellus.index.Picture;
import org.ocellus.index.StoredPicture;
import org.ocellus.index.StoredPicture.Origin;

/** What becomes of people's words when a picture is indexed again. */
final class Edits {
  private Edits() {}

  /**
   * The picture's file changed, what manifest and sidecar say did not: what a person said through
   * the API since then stays.
   */
  static StoredPicture carried(StoredPicture before, StoredPicture now) {
    List<String> file = now.keywords(Origin.FILE);
    StoredPicture.Builder carried =
        now.toBuilder()
            .keywords(PictureReader.keywords(before.keywords(Origin.PERSON), file))
            .extra(before.extra());
    if (before.captionBy() == Origin.PERSON) {
      carried.caption(before.caption(), Origin.PERSON);
    }
    return carried.build();
  }

  /** Manifest or sidecar changed, the picture's file did not. */
  static StoredPicture said(StoredPicture before, Picture picture, @Nullable Long given) {
    StoredPicture.Builder said =
        before.toBuilder()
            .keywords(PictureReader.keywords(picture.keywords(), before.keywords(Origin.FILE)))
            .extra(picture.extra())
            .given(given);
    if (picture.caption() != null) {
      said.caption(picture.caption(), Origin.PERSON);
    } else if (before.captionBy() == Origin.PERSON) {
      said.caption(null, null);
    }
    if (picture.taken() != null) {
      said.taken(picture.taken().getEpochSecond());
    }
    if (picture.place() != null) {
      said.place(picture.place());
    }
    return said.build();
  }
}
