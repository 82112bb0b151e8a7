package org.ocellus.ingest;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.ocellus.index.Picture;
import org.ocellus.metadata.PhotoMetadata;
import org.ocellus.model.Fingerprint;

/**
 * What manifest, sidecar and file say of a picture, a hash a field, to see which of it changes from
 * one run to the next.
 */
final class Words {
  static final String KEYWORDS = "keywords";
  static final String CAPTION = "caption";
  static final String TAKEN = "taken";
  static final String PLACE = "place";

  /** Before the names of extra fields. */
  static final String EXTRA = "extra.";

  /** Before the names of fields that the file says: it speaks only where nobody else does. */
  static final String FILE = "file.";

  private static final ObjectMapper JSON = new ObjectMapper();

  private Words() {}

  /** What manifest and sidecar say. */
  static Map<String, String> of(Picture picture) {
    Map<String, String> words = new TreeMap<>();
    if (!picture.keywords().isEmpty()) {
      words.put(KEYWORDS, hash(picture.keywords()));
    }
    if (picture.caption() != null) {
      words.put(CAPTION, caption(picture.caption(), picture.language()));
    }
    if (picture.taken() != null) {
      words.put(TAKEN, hash(picture.taken().getEpochSecond()));
    }
    if (picture.place() != null) {
      words.put(PLACE, hash(picture.place()));
    }
    picture.extra().forEach((name, value) -> words.put(EXTRA + name, hash(value)));
    return words;
  }

  /** The hash of a caption. */
  static String caption(String caption, @Nullable String language) {
    return hash(language == null ? caption : List.of(caption, language));
  }

  /** What manifest and sidecar say; the caption of before, where its file cannot be read now. */
  static Map<String, String> of(Found found, Map<String, String> before) {
    Map<String, String> words = of(found.picture());
    if (found.captionUnknown() && before.containsKey(CAPTION)) {
      words.put(CAPTION, before.get(CAPTION));
    }
    return words;
  }

  /** Adds when and where the file says it was taken: the index does not keep who said that. */
  static void addFile(Map<String, String> words, PhotoMetadata metadata) {
    metadata.taken().ifPresent(taken -> words.put(FILE + TAKEN, hash(taken)));
    metadata.place().ifPresent(place -> words.put(FILE + PLACE, hash(place)));
  }

  /** A hash of all that manifest and sidecar say; null if they say nothing. */
  static @Nullable Long given(Map<String, String> words) {
    Map<String, String> given = new TreeMap<>(words);
    given.keySet().removeIf(field -> field.startsWith(FILE));
    return given.isEmpty() ? null : Long.parseUnsignedLong(hash(given), 16);
  }

  private static String hash(Object value) {
    String text = JSON.valueToTree(value).toString();
    return Fingerprint.sha256(text.getBytes(StandardCharsets.UTF_8)).substring(0, 16);
  }
}
