package org.ocellus.query;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.ocellus.index.Folding;
import org.ocellus.index.StoredPicture;
import org.ocellus.index.StoredPicture.Origin;

/**
 * What tags a picture must carry. Case and diacritics do not count. Made by {@link #tag} and the
 * methods here:
 *
 * <pre>{@code
 * tag("lisbon").or(tag("porto")).and(tag("night").not())
 * }</pre>
 */
public sealed interface TagExpression {

  /** How a tag is compared. */
  enum Match {
    /** The whole tag. */
    EXACT,
    /**
     * These words in this order, next to each other, anywhere in a tag; words as Unicode has them.
     */
    PHRASE,
    /** A tag that begins so. */
    PREFIX,
    /**
     * A tag that one letter left out, put in or exchanged, or two neighbours swapped, turns into
     * this; two such changes where it has more than five letters, none where it has less than
     * three.
     */
    FUZZY
  }

  /**
   * One tag.
   *
   * @param text not blank, at most {@link StoredPicture#LONGEST_KEYWORD} characters, as tags have
   * @param by who must have said it; null for anyone
   * @param minProbability for a predicted tag its lowest probability, in [0, 1], compared to within
   *     0.4 %; 0 for any
   */
  record Tag(String text, Match match, @Nullable Origin by, double minProbability)
      implements TagExpression {
    public Tag {
      Objects.requireNonNull(text, "text");
      if (Folding.fold(text).isEmpty()) {
        throw new IllegalArgumentException("a keyword must not be blank, got \"" + text + "\"");
      }
      if (text.length() > StoredPicture.LONGEST_KEYWORD) {
        throw new IllegalArgumentException(
            "a keyword has at most %d characters, got %d: ask for the text of captions instead"
                .formatted(StoredPicture.LONGEST_KEYWORD, text.length()));
      }
      if (!(minProbability >= 0 && minProbability <= 1)) {
        throw new IllegalArgumentException(
            "a tag's probability must be in [0, 1], got " + minProbability);
      }
      if (minProbability > 0 && by != Origin.MODEL) {
        throw new IllegalArgumentException(
            "only a predicted tag has a probability: say tag(\"%s\").predicted(%s)"
                .formatted(text, minProbability));
      }
    }

    /** A tag with these words in this order anywhere in it. */
    public Tag phrase() {
      return new Tag(text, Match.PHRASE, by, minProbability);
    }

    /** A tag that begins so. */
    public Tag prefix() {
      return new Tag(text, Match.PREFIX, by, minProbability);
    }

    /** A tag spelt nearly so. */
    public Tag fuzzy() {
      return new Tag(text, Match.FUZZY, by, minProbability);
    }

    /** Said by this origin alone. */
    public Tag by(Origin origin) {
      return new Tag(text, match, origin, 0);
    }

    /** Predicted, with at least this probability, in [0, 1]. */
    public Tag predicted(double minimum) {
      return new Tag(text, match, Origin.MODEL, minimum);
    }
  }

  /** All of these, at least two. */
  record And(List<TagExpression> parts) implements TagExpression {
    public And {
      parts = atLeastTwo(parts);
    }
  }

  /** Any of these, at least two. */
  record Or(List<TagExpression> parts) implements TagExpression {
    public Or {
      parts = atLeastTwo(parts);
    }
  }

  /** Not this. A question of nothing else finds every other picture, each with score 0. */
  record Not(TagExpression part) implements TagExpression {}

  /** This tag, whole, whoever said it. */
  static Tag tag(String text) {
    return new Tag(text, Match.EXACT, null, 0);
  }

  /** This and that. */
  default TagExpression and(TagExpression other) {
    return new And(List.of(this, other));
  }

  /** This or that. */
  default TagExpression or(TagExpression other) {
    return new Or(List.of(this, other));
  }

  /** Not this. */
  default TagExpression not() {
    return new Not(this);
  }

  private static List<TagExpression> atLeastTwo(List<TagExpression> parts) {
    if (parts.size() < 2) {
      throw new IllegalArgumentException("expected at least 2 tags to join, got " + parts.size());
    }
    return List.copyOf(parts);
  }
}
