package org.ocellus.index;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.Map;
import org.apache.lucene.search.IndexSearcher;
import org.ocellus.model.Metric;

/**
 * All that an index keeps of a picture, read back.
 *
 * @param vectors as each field keeps them: of unit length for cosine, raw for Euclidean; empty for
 *     a picture without one
 * @param stamp a hash of all this, 64 bits of SHA-256
 */
public record StoredDocument(StoredPicture picture, Map<VectorField, float[]> vectors, long stamp) {

  static StoredDocument read(IndexSearcher view, int doc) throws IOException {
    String record = PictureFields.readRecord(view.storedFields(), doc);
    Map<VectorField, float[]> vectors = new EnumMap<>(VectorField.class);
    for (VectorField field : VectorField.values()) {
      float[] vector = StoredVectors.read(view, doc, field);
      if (vector != null) {
        vectors.put(field, vector);
      }
    }
    return new StoredDocument(PictureFields.parse(record), vectors, stamp(record, vectors));
  }

  private static long stamp(String record, Map<VectorField, float[]> vectors) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
    digest.update(record.getBytes(StandardCharsets.UTF_8));
    for (float[] vector : vectors.values()) {
      ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES);
      bytes.asFloatBuffer().put(vector);
      digest.update(bytes);
    }
    return ByteBuffer.wrap(digest.digest()).getLong();
  }

  /**
   * Whether it has the vectors that are made of a picture's pixels.
   *
   * @param amongSentences whether its place among sentences is one of them
   */
  boolean isSeen(boolean amongSentences) {
    return !vectors.keySet().stream().allMatch(VectorField::isOfText)
        && (!amongSentences || vectors.containsKey(VectorField.TEXT_EMBEDDING));
  }

  /** The vectors that another way of keeping them needs, made of these. */
  Map<VectorField, float[]> vectorsFor(VectorStorage storage) {
    Map<VectorField, float[]> made = new EnumMap<>(VectorField.class);
    vectors.forEach(
        (field, vector) -> {
          if (field.isOfText() || storage.metrics().contains(field.metric())) {
            made.put(field, vector);
          }
        });
    float[] raw = vectors.get(VectorField.EMBEDDING_RAW);
    // Indexes of before took zeros for Euclidean distance.
    if (raw != null && !Vectors.isZero(raw) && storage.metrics().contains(Metric.COSINE)) {
      made.computeIfAbsent(
          VectorField.EMBEDDING, ignored -> Vectors.unit(raw, "picture " + picture.id()));
    }
    return made;
  }
}
