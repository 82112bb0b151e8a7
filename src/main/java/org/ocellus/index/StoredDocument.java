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
 * @param vectors as each metric keeps them: of unit length for cosine, raw for Euclidean; empty for
 *     a picture without one
 * @param stamp a hash of all this, 64 bits of SHA-256
 */
public record StoredDocument(StoredPicture picture, Map<Metric, float[]> vectors, long stamp) {

  static StoredDocument read(IndexSearcher view, int doc) throws IOException {
    String record = PictureFields.readRecord(view.storedFields(), doc);
    Map<Metric, float[]> vectors = new EnumMap<>(Metric.class);
    for (Metric metric : Metric.values()) {
      float[] vector = StoredVectors.read(view, doc, metric);
      if (vector != null) {
        vectors.put(metric, vector);
      }
    }
    return new StoredDocument(PictureFields.parse(record), vectors, stamp(record, vectors));
  }

  private static long stamp(String record, Map<Metric, float[]> vectors) {
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

  /** The vectors that another way of keeping them needs, made of these. */
  Map<Metric, float[]> vectorsFor(VectorStorage storage) {
    Map<Metric, float[]> made = new EnumMap<>(Metric.class);
    for (Metric metric : storage.metrics()) {
      float[] raw = vectors.get(Metric.EUCLIDEAN);
      if (vectors.containsKey(metric)) {
        made.put(metric, vectors.get(metric));
      } else if (metric == Metric.COSINE && raw != null) {
        made.put(metric, Vectors.unit(raw, "picture " + picture.id()));
      }
    }
    return made;
  }
}
