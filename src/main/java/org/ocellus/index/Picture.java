package org.ocellus.index;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ocellus.metadata.Place;

/**
 * A picture to be added, and what people say of it. Immutable: each method gives a changed copy.
 * What the file says of itself (date, place, embedded keywords and caption) is read when it is
 * added; what is said here goes before it.
 *
 * @param id null for the file's path as given, or the content's hash where there is no file
 * @param file where it lies; null if it is given otherwise
 * @param bytes the encoded picture; null if it is given otherwise
 * @param vector its embedding, brought by the user; null to have it made
 * @param language of the caption, an ISO 639 code such as {@code de}; null for English
 */
public record Picture(
    @Nullable String id,
    @Nullable Path file,
    byte @Nullable [] bytes,
    float @Nullable [] vector,
    List<String> keywords,
    @Nullable String caption,
    @Nullable String language,
    @Nullable Instant taken,
    @Nullable Place place,
    Map<String, Object> extra) {

  public Picture {
    keywords.forEach(tag -> Objects.requireNonNull(tag, "a keyword is null"));
    extra.forEach((name, value) -> Objects.requireNonNull(value, "extra field " + name));
    keywords = List.copyOf(keywords);
    extra = Map.copyOf(extra);
  }

  /** The picture in this file. Its id is the path as given, with {@code /} between names. */
  public static Picture of(Path file) {
    Objects.requireNonNull(file, "file");
    return new Picture(null, file, null, null, List.of(), null, null, null, null, Map.of());
  }

  /** An encoded picture (JPEG, PNG…). Its id is the hash of these bytes, which are not copied. */
  public static Picture of(byte[] encoded) {
    Objects.requireNonNull(encoded, "encoded");
    return new Picture(null, null, encoded, null, List.of(), null, null, null, null, Map.of());
  }

  /**
   * A picture known by its embedding alone. In an index opened with a model, the caller answers for
   * it that the vector comes from that model.
   */
  public static Picture ofVector(String id, float[] vector) {
    Objects.requireNonNull(id, "id");
    return new Picture(id, null, null, vector.clone(), List.of(), null, null, null, null, Map.of());
  }

  /** Under this id. */
  public Picture id(String newId) {
    return new Picture(
        newId, file, bytes, vector, keywords, caption, language, taken, place, extra);
  }

  /** With these tags. */
  public Picture keywords(String... tags) {
    return keywords(Arrays.asList(tags));
  }

  /** With these tags. */
  public Picture keywords(List<String> tags) {
    return new Picture(id, file, bytes, vector, tags, caption, language, taken, place, extra);
  }

  /** With this sentence on what it shows. */
  public Picture caption(@Nullable String sentence) {
    return new Picture(id, file, bytes, vector, keywords, sentence, null, taken, place, extra);
  }

  /**
   * With this sentence on what it shows, in this language.
   *
   * @throws IllegalArgumentException if the language is no ISO 639 code such as {@code de}
   */
  public Picture caption(String sentence, @Nullable String code) {
    String checked = code == null ? null : Languages.code(code);
    return new Picture(id, file, bytes, vector, keywords, sentence, checked, taken, place, extra);
  }

  /** Taken at this time. */
  public Picture taken(@Nullable Instant time) {
    return new Picture(id, file, bytes, vector, keywords, caption, language, time, place, extra);
  }

  /** Taken at this place. */
  public Picture place(@Nullable Place where) {
    return new Picture(id, file, bytes, vector, keywords, caption, language, taken, where, extra);
  }

  /**
   * With a field of the user's own: a string, a number, a date ({@code LocalDate} or {@code
   * Instant}, kept as ISO 8601 writes it), or a list of strings.
   */
  public Picture extra(String name, Object value) {
    Map<String, Object> more = new TreeMap<>(extra);
    more.put(
        Objects.requireNonNull(name, "name"),
        value instanceof Instant || value instanceof LocalDate ? value.toString() : value);
    return new Picture(id, file, bytes, vector, keywords, caption, language, taken, place, more);
  }

  /** What messages call it. */
  public String describe() {
    return Stream.of(file, id)
        .filter(x -> x != null)
        .map(Object::toString)
        .findFirst()
        .orElse("a picture without a name");
  }
}
