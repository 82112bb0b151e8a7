package org.ocellus.query;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.ocellus.index.PictureIndex;
import org.ocellus.index.StoredPicture;

/** One picture that answers a question. Holds little; {@link #picture} reads the rest. */
public final class Hit {

  /** What a hit is measured by. */
  public enum Scale {
    /**
     * One for each tag asked for that people or the file gave, for one that was but predicted its
     * probability, which the index keeps to within 0.4 %. A prefix, phrase or fuzzy tag that
     * several tags match counts once, by the best of them.
     */
    TAGS,
    /** Okapi BM25 as Lucene computes it, in (0, ∞). */
    BM25,
    /** Cosine in [-1, 1]. */
    COSINE,
    /** Euclidean distance in [0, ∞); smaller is better. */
    DISTANCE,
    /** Reciprocal rank fusion, in (0, w / 61], where w is the sum of the parts' weights. */
    RRF,
    /** The weighted mean of the parts' normalised scores, in [0, 1]. */
    WEIGHTED,
    /** Nothing is measured, as when one browses; the score is 0. */
    NONE;

    boolean isFused() {
      return this == RRF || this == WEIGHTED;
    }

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final PictureIndex index;
  private final VisualQuery query;
  private final int rank;
  private final String id;
  private final double value;
  private final Scale scale;
  private final List<Reason> reasons;

  Hit(
      PictureIndex index,
      VisualQuery query,
      int rank,
      String id,
      double value,
      Scale scale,
      List<Reason> reasons) {
    this.index = index;
    this.query = query;
    this.rank = rank;
    this.id = id;
    this.value = value;
    this.scale = scale;
    this.reasons = List.copyOf(reasons);
  }

  /** Its place in the answer, from 1; on a later page it counts on. */
  public int rank() {
    return rank;
  }

  /** The picture's id. */
  public String id() {
    return id;
  }

  /** What the hit is measured by. */
  public Scale scale() {
    return scale;
  }

  /**
   * How well it answers; larger is better.
   *
   * @throws IllegalStateException if it is measured by distance
   */
  public double score() {
    if (scale == Scale.DISTANCE) {
      throw new IllegalStateException("this hit is measured by distance: use distance()");
    }
    return value;
  }

  /**
   * How far from the example it is; smaller is better.
   *
   * @throws IllegalStateException if it is measured by a score
   */
  public double distance() {
    if (scale != Scale.DISTANCE) {
      throw new IllegalStateException("this hit is measured by " + scale + ": use score()");
    }
    return value;
  }

  /** Why it is here: for a fused question, one reason for each part of it that found it. */
  public List<Reason> reasons() {
    return reasons;
  }

  /**
   * Reads what the index keeps of the picture, as of now: empty if it was deleted meanwhile.
   *
   * @throws org.apache.lucene.store.AlreadyClosedException if the index is closed
   */
  public Optional<StoredPicture> picture() throws IOException {
    return index.get(id);
  }

  /**
   * The sentences of its caption that have words of the question's texts, at most three for each
   * text; empty if none has. Read as {@link #picture} is.
   */
  public List<Highlight> highlights() throws IOException {
    Optional<StoredPicture> picture = picture();
    return picture.isPresent() ? Highlights.of(query, picture.get()) : List.of();
  }

  @Override
  public String toString() {
    return rank + ". " + id + " " + scale + " " + value;
  }
}
