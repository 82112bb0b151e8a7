package org.ocellus.duplicates;

/**
 * When two pictures count as copies of one: if their perceptual hashes are near and their
 * embeddings do not contradict, or if their embeddings are very near and their hashes do not
 * contradict. The hash hardly changes with size, compression and brightness, but does with a crop;
 * the embedding bears a crop, but other pictures of the same thing may come near.
 *
 * <p>Where one of two pictures has no hash (or is of one colour, so that its hash says nothing) or
 * no vector, what is left must be near by itself.
 *
 * @param bits hashes that differ in at most so many of 64 bits are near, in [0, 15]
 * @param cosine the least that embeddings of pictures with near hashes must reach
 * @param looseBits hashes that differ in more bits contradict
 * @param highCosine embeddings of at least this cosine are very near
 */
public record CopyRule(int bits, double cosine, int looseBits, double highCosine) {
  /**
   * Chosen with the shipped model among rules that {@code ./ocellus bench duplicates} compared: of
   * those that called nothing a copy that was none among 700 photographs of flowers, the one that
   * found most copies. The README says what it finds elsewhere. Photographs of single garments on
   * plain ground, many of them alike, are where it errs. Embeddings of other models may lie closer
   * together.
   */
  public static final CopyRule DEFAULT = new CopyRule(12, 0.92, 16, 0.96);

  public CopyRule {
    // More bits would have to be looked for in too many places of the hash index.
    if (bits < 0 || bits > 15) {
      throw new IllegalArgumentException("bits must be in [0, 15], got " + bits);
    }
    if (looseBits < bits || looseBits > 64) {
      throw new IllegalArgumentException("looseBits must be in [bits, 64], got " + looseBits);
    }
    if (!(cosine >= -1 && highCosine >= cosine && highCosine <= 1)) {
      throw new IllegalArgumentException(
          "cosine and highCosine must rise within [-1, 1], got " + cosine + " and " + highCosine);
    }
  }

  /**
   * Whether two pictures are copies.
   *
   * @param distance of their hashes, in bits; negative if a hash is missing
   * @param similarity the cosine of their embeddings, in [-1, 1]; NaN if one is missing
   */
  public boolean isCopy(int distance, double similarity) {
    if (distance < 0) {
      return similarity >= highCosine;
    }
    if (Double.isNaN(similarity)) {
      return distance <= bits;
    }
    return (distance <= bits && similarity >= cosine)
        || (distance <= looseBits && similarity >= highCosine);
  }
}
