package org.ocellus.ingest;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.ocellus.index.StoredPicture;
import org.ocellus.index.StoredPicture.Origin;

/**
 * What becomes of people's words when a picture is indexed again, field by field: what manifest or
 * sidecar newly say wins, what they no longer say goes, and otherwise what the index has stays, for
 * a person may have said it through the API.
 */
final class Edits {
  private final StoredPicture before;
  private final StoredPicture now;

  private Edits(StoredPicture before, StoredPicture now) {
    this.before = before;
    this.now = now;
  }

  /**
   * The picture as it is now, with the words of before that stay.
   *
   * @param now what manifest, sidecar and file say at present
   */
  static StoredPicture merged(StoredPicture before, StoredPicture now) {
    Edits edits = new Edits(before, now);
    return now.toBuilder()
        .keywords(
            PictureReader.keywords(
                (edits.same(Words.KEYWORDS) ? before : now).keywords(Origin.PERSON),
                now.keywords(Origin.FILE)))
        .captionOf(edits.keepsCaption() ? before : now)
        .taken(edits.sameOrFile(Words.TAKEN) ? before.taken() : now.taken())
        .place(edits.sameOrFile(Words.PLACE) ? before.place() : now.place())
        .extra(edits.extra())
        .build();
  }

  private boolean keepsCaption() {
    boolean said = now.captionBy() == Origin.PERSON;
    if (before.captionBy() == Origin.MODEL && !said) {
      // What a network said goes for whatever is said now, by the file or by a network.
      return false;
    }
    if (before.captionBy() == Origin.FILE) {
      return false;
    }
    if (before.caption() == null) {
      // What a person took away does not come back while nobody says another one.
      boolean takenAway = before.captionBy() == Origin.PERSON && now.captionBy() != Origin.FILE;
      return same(Words.CAPTION) && (said || takenAway);
    }
    return same(Words.CAPTION) || !said && isThroughTheApi(before.caption());
  }

  /** Whether a caption of before is none that manifest or sidecar gave, and so not theirs. */
  private boolean isThroughTheApi(String caption) {
    return !Words.caption(caption, before.captionLanguage())
        .equals(before.said().get(Words.CAPTION));
  }

  private boolean same(String field) {
    return Objects.equals(before.said().get(field), now.said().get(field));
  }

  /** Whether a field of which the file may speak is said as it was, by whoever says it. */
  private boolean sameOrFile(String field) {
    return Objects.equals(said(before, field), said(now, field));
  }

  private static @Nullable String said(StoredPicture picture, String field) {
    Map<String, String> said = picture.said();
    return said.containsKey(field) ? "people " + said.get(field) : said.get(Words.FILE + field);
  }

  private Map<String, Object> extra() {
    Map<String, Object> extra = new HashMap<>(before.extra());
    before.extra().keySet().stream()
        .filter(name -> !same(Words.EXTRA + name))
        .forEach(extra::remove);
    now.extra()
        .forEach(
            (name, value) -> {
              if (!same(Words.EXTRA + name)) {
                extra.put(name, value);
              }
            });
    return extra;
  }
}
