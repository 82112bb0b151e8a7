package org.ocellus.index;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ocellus.metadata.Place;
import org.ocellus.model.Caption;
import org.ocellus.model.Label;

/**
 * All that an index keeps of a picture besides its vectors. Kept as JSON in one stored field, so
 * that a document can be written anew without the picture: what is null was not known.
 *
 * @param id unique in the index; kept in Unicode NFC
 * @param source absolute path of the file it came from
 * @param root absolute path of the folder or manifest it was indexed with
 * @param folder path of its folder relative to that root, {@code /} between names; empty for the
 *     root itself
 * @param hash SHA-256 of the file, hexadecimal
 * @param phash 64-bit perceptual hash
 * @param width in pixels, orientation applied
 * @param height in pixels, orientation applied
 * @param bytes size of the file
 * @param modified modification time of the file, milliseconds since 1970
 * @param taken when it was taken, seconds since 1970
 * @param place where it was taken
 * @param keywords tags with their origin, as written
 * @param labels classes a network predicted, likeliest first, then broader terms for them,
 *     narrowest first
 * @param caption a sentence on what it shows
 * @param captionBy who wrote the caption; where there is none, {@code PERSON} if a person took it
 *     away, {@code MODEL} if a network had nothing to say, else null
 * @param captionConfidence how sure the network is that wrote it, from 0 to 1; null where a network
 *     did not
 * @param captionLanguage its language as {@link Languages#code} has it; null where it was not said,
 *     which counts as English
 * @param extra what else a manifest said: strings, numbers (as double) or lists of strings; a
 *     string that is a date counts as one, see {@link Dates}
 * @param given hash of what manifest and sidecar said, to see when they change
 * @param said what manifest, sidecar and file said, a hash a field: what differs from it was said
 *     by people since, and is theirs to take back
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record StoredPicture(
    String id,
    @Nullable String source,
    @Nullable String root,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String folder,
    @Nullable String hash,
    @Nullable Long phash,
    @Nullable Integer width,
    @Nullable Integer height,
    @Nullable Long bytes,
    @Nullable Long modified,
    @Nullable Long taken,
    @Nullable Place place,
    List<Keyword> keywords,
    List<Label> labels,
    @Nullable String caption,
    @Nullable Origin captionBy,
    @Nullable Float captionConfidence,
    @Nullable String captionLanguage,
    Map<String, Object> extra,
    @Nullable Long given,
    Map<String, String> said) {

  /** Lucene's own limit on a term, in bytes of UTF-8. */
  private static final int LONGEST_ID = 32_766;

  /** The longest tag, in characters: more is text, not a tag. */
  public static final int LONGEST_KEYWORD = 256;

  /** Who said it. */
  public enum Origin {
    /** A person: through the API, a manifest or a sidecar file. */
    PERSON,
    /** The picture's file: IPTC, XMP or EXIF. */
    FILE,
    /** A network. */
    MODEL
  }

  /** A tag as written, and who said it. */
  public record Keyword(String text, Origin by) {
    public Keyword {
      Objects.requireNonNull(text, "text");
      Objects.requireNonNull(by, "by");
      if (Folding.fold(text).isEmpty()) {
        throw new IllegalArgumentException("a keyword must not be blank, got \"" + text + "\"");
      }
      if (text.length() > LONGEST_KEYWORD) {
        throw new IllegalArgumentException(
            "a keyword has at most "
                + LONGEST_KEYWORD
                + " characters, got "
                + text.length()
                + " (\""
                + text.substring(0, 40)
                + "…\"): make it the caption");
      }
    }
  }

  public StoredPicture {
    Objects.requireNonNull(id, "id");
    if (id.isBlank()) {
      throw new IllegalArgumentException("a picture's id must not be blank");
    }
    // Three bytes a UTF-16 unit at most.
    if (id.length() > LONGEST_ID / 3) {
      throw new IllegalArgumentException(
          "a picture's id has at most " + LONGEST_ID / 3 + " characters, got " + id.length());
    }
    id = normalized(id);
    requireTerm("source", source);
    requireTerm("root", root);
    requireTerm("folder", folder);
    if (width != null && width < 1 || height != null && height < 1) {
      throw new IllegalArgumentException(
          "the size of picture %s must be >= 1 x 1, got %d x %d".formatted(id, width, height));
    }
    captionLanguage =
        captionLanguage == null || caption == null ? null : Languages.code(captionLanguage);
    keywords = keywords == null ? List.of() : List.copyOf(keywords);
    labels = labels == null ? List.of() : List.copyOf(labels);
    extra = extra == null ? Map.of() : Map.copyOf(extra);
    extra.forEach(StoredPicture::checkExtra);
    said = said == null ? Map.of() : Map.copyOf(said);
  }

  /** Unicode NFC, in which ids are kept and compared. */
  static String normalized(String id) {
    return Normalizer.normalize(id, Normalizer.Form.NFC);
  }

  private static void requireTerm(String name, @Nullable String value) {
    // Three bytes a UTF-16 unit at most; only what may be too long is encoded to see.
    if (value != null
        && value.length() > LONGEST_ID / 3
        && value.getBytes(StandardCharsets.UTF_8).length > LONGEST_ID) {
      throw new IllegalArgumentException(
          "%s has at most %d bytes of UTF-8, got %d characters"
              .formatted(name, LONGEST_ID, value.length()));
    }
  }

  private static void checkExtra(String name, Object value) {
    boolean strings =
        value instanceof List<?> list && list.stream().allMatch(String.class::isInstance);
    boolean number = value instanceof Number n && Double.isFinite(n.doubleValue());
    if (!(value instanceof String || number || strings)) {
      throw new IllegalArgumentException(
          "extra field \"%s\" must be a string, a finite number or a list of strings, got %s"
              .formatted(name, value));
    }
    for (Object each : value instanceof List<?> list ? list : List.of(value)) {
      requireTerm("extra field \"" + name + "\"", each.toString());
    }
  }

  /** A picture of which nothing is known yet. */
  public static StoredPicture of(String id) {
    return new Builder(id).build();
  }

  /** The tags of one origin, as written. */
  public List<String> keywords(Origin by) {
    return keywords.stream().filter(k -> k.by() == by).map(Keyword::text).toList();
  }

  /** This picture with these tags in place of those that people gave it. */
  public StoredPicture withKeywords(List<String> person) {
    return toBuilder()
        .keywords(
            Stream.concat(
                    person.stream().map(tag -> new Keyword(tag, Origin.PERSON)),
                    keywords.stream().filter(k -> k.by() != Origin.PERSON))
                .toList())
        .build();
  }

  /** A builder that starts from this picture. */
  public Builder toBuilder() {
    Builder b = new Builder(id);
    b.source = source;
    b.root = root;
    b.folder = folder;
    b.hash = hash;
    b.phash = phash;
    b.width = width;
    b.height = height;
    b.bytes = bytes;
    b.modified = modified;
    b.taken = taken;
    b.place = place;
    b.keywords = keywords;
    b.labels = labels;
    b.caption = caption;
    b.captionBy = captionBy;
    b.captionConfidence = captionConfidence;
    b.captionLanguage = captionLanguage;
    b.extra = extra;
    b.given = given;
    b.said = said;
    return b;
  }

  /** Collects what is known of a picture. Not safe for use by several threads. */
  public static final class Builder {
    private String id;
    private @Nullable String source;
    private @Nullable String root;
    private @Nullable String folder;
    private @Nullable String hash;
    private @Nullable Long phash;
    private @Nullable Integer width;
    private @Nullable Integer height;
    private @Nullable Long bytes;
    private @Nullable Long modified;
    private @Nullable Long taken;
    private @Nullable Place place;
    private List<Keyword> keywords = List.of();
    private List<Label> labels = List.of();
    private @Nullable String caption;
    private @Nullable Origin captionBy;
    private @Nullable Float captionConfidence;
    private @Nullable String captionLanguage;
    private Map<String, Object> extra = Map.of();
    private @Nullable Long given;
    private Map<String, String> said = Map.of();

    public Builder(String id) {
      this.id = id;
    }

    public Builder id(String id) {
      this.id = id;
      return this;
    }

    public Builder source(@Nullable String source) {
      this.source = source;
      return this;
    }

    public Builder root(@Nullable String root) {
      this.root = root;
      return this;
    }

    public Builder folder(@Nullable String folder) {
      this.folder = folder;
      return this;
    }

    public Builder hash(@Nullable String hash) {
      this.hash = hash;
      return this;
    }

    public Builder phash(@Nullable Long phash) {
      this.phash = phash;
      return this;
    }

    public Builder size(int width, int height) {
      this.width = width;
      this.height = height;
      return this;
    }

    /** Size in bytes and modification time of the file. */
    public Builder file(long bytes, @Nullable Long modified) {
      this.bytes = bytes;
      this.modified = modified;
      return this;
    }

    public Builder taken(@Nullable Long taken) {
      this.taken = taken;
      return this;
    }

    public Builder place(@Nullable Place place) {
      this.place = place;
      return this;
    }

    public Builder keywords(List<Keyword> keywords) {
      this.keywords = keywords;
      return this;
    }

    public Builder labels(List<Label> labels) {
      this.labels = labels;
      return this;
    }

    /** A sentence in English, or in no language that is known. */
    public Builder caption(@Nullable String caption, @Nullable Origin by) {
      return caption(caption, by, null);
    }

    /** A sentence in a language, see {@link Languages#code}. */
    public Builder caption(
        @Nullable String caption, @Nullable Origin by, @Nullable String language) {
      this.caption = caption;
      this.captionBy = caption == null ? null : by;
      this.captionConfidence = null;
      this.captionLanguage = language;
      return this;
    }

    /** A network's sentence; none if it is blank. */
    public Builder caption(Caption predicted) {
      caption(predicted.text().isBlank() ? null : predicted.text(), Origin.MODEL);
      this.captionBy = Origin.MODEL;
      this.captionConfidence = predicted.confidence();
      return this;
    }

    /** None, because a person took it away: no network's comes in its place. */
    public Builder captionTakenAway() {
      caption(null, null);
      this.captionBy = Origin.PERSON;
      return this;
    }

    /** The caption of another picture, whoever wrote it, or took it away. */
    public Builder captionOf(StoredPicture other) {
      this.caption = other.caption;
      this.captionBy = other.captionBy;
      this.captionLanguage = other.captionLanguage;
      this.captionConfidence = other.captionConfidence;
      return this;
    }

    public Builder extra(Map<String, Object> extra) {
      this.extra = extra;
      return this;
    }

    public Builder given(@Nullable Long given) {
      this.given = given;
      return this;
    }

    public Builder said(Map<String, String> said) {
      this.said = said;
      return this;
    }

    public StoredPicture build() {
      return new StoredPicture(
          id,
          source,
          root,
          folder,
          hash,
          phash,
          width,
          height,
          bytes,
          modified,
          taken,
          place,
          keywords,
          labels,
          caption,
          captionBy,
          captionConfidence,
          captionLanguage,
          extra,
          given,
          said);
    }
  }
}
