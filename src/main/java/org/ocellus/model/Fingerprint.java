package org.ocellus.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * Says which vectors may be compared: two vectors belong to one space exactly if their fingerprints
 * are equal. Covers all that changes an embedding (the graph, the output taken, preprocessing and
 * the version of its code, pooling, normalisation, dimension) and nothing else: a label, a
 * description or white space in a configuration file changes nothing.
 *
 * @param value SHA-256 of the canonical form, 64 lower-case hexadecimal digits; or, for vectors
 *     that no model of ours made, {@code vectors/} and their dimension
 */
public record Fingerprint(String value) {

  /**
   * @throws IllegalArgumentException if it is blank
   */
  public Fingerprint {
    if (value.isBlank()) {
      throw new IllegalArgumentException("a fingerprint must not be blank");
    }
  }

  /**
   * The fingerprint of vectors brought by the user, of which only the dimension is known.
   *
   * @throws IllegalArgumentException if the dimension is below 1
   */
  public static Fingerprint ofOwnVectors(int dimension) {
    if (dimension < 1) {
      throw new IllegalArgumentException("dimension must be >= 1, got " + dimension);
    }
    return new Fingerprint("vectors/" + dimension);
  }

  /** The fingerprint of these parts, whatever their order. */
  static Fingerprint of(Map<String, String> parts) {
    StringBuilder canonical = new StringBuilder();
    new TreeMap<>(parts)
        .forEach(
            (name, part) ->
                canonical.append(name).append('=').append(part.length()).append(':').append(part));
    return new Fingerprint(sha256(canonical.toString().getBytes(StandardCharsets.UTF_8)));
  }

  /** SHA-256 of these bytes as 64 lower-case hexadecimal digits. */
  public static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /** The first twelve characters: enough to tell two models apart in a message. */
  @Override
  public String toString() {
    return value.length() > 12 ? value.substring(0, 12) : value;
  }
}
