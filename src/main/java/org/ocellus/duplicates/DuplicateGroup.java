package org.ocellus.duplicates;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A picture and its copies. Every one of them is a copy of the best by itself: copies of copies do
 * not count, so that no chain of small differences joins pictures that have nothing in common.
 *
 * @param best id of the one to keep: the one with the most pixels, then the most bytes, then the
 *     oldest file, then the first by id
 * @param copies at least one, in the same order
 */
public record DuplicateGroup(String best, List<Copy> copies) {
  public DuplicateGroup {
    copies = List.copyOf(copies);
  }

  /**
   * A copy of the best.
   *
   * @param cosine of the two embeddings; null where one has none
   * @param bits in which the two perceptual hashes differ; null where one has none
   */
  public record Copy(String id, @Nullable Double cosine, @Nullable Integer bits) {}
}
