package org.ocellus.query;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.ocellus.image.RgbImage;

/**
 * A question to the index. Immutable: each method gives a changed copy. Made by the static methods
 * here, to be imported statically:
 *
 * <pre>{@code
 * similarTo(Path.of("query.jpg")).where(keyword("lisbon")).minScore(0.6).limit(20)
 * }</pre>
 */
public sealed interface VisualQuery permits Keyword, Text, Similar, Fused {

  /**
   * Pictures that carry all of these tags. What people or the file said counts one each, a
   * predicted tag its probability; the sum is the score.
   */
  static Keyword keyword(String... tags) {
    return new Keyword(List.of(tags), Options.DEFAULT);
  }

  /** Pictures whose caption has words of this sentence, in BM25 order. */
  static Text text(String sentence) {
    return new Text(sentence, Options.DEFAULT);
  }

  /** Pictures that look like the one in this file. */
  static Similar similarTo(Path picture) {
    return Similar.to(new Similar.File(picture));
  }

  /** Pictures that look like this encoded one (JPEG, PNG…). */
  static Similar similarTo(byte[] picture) {
    return Similar.to(new Similar.Encoded(picture.clone()));
  }

  /** Pictures that look like this one. */
  static Similar similarTo(RgbImage picture) {
    return Similar.to(new Similar.Pixels(picture));
  }

  /** Pictures whose vectors are near this one, which must come from the index's model. */
  static Similar similarTo(float[] vector) {
    return Similar.to(new Similar.Vector(vector.clone()));
  }

  /** Pictures that look like the indexed one of this id, itself left out. */
  static Similar similarToId(String id) {
    return Similar.to(new Similar.Indexed(id));
  }

  /**
   * What several questions agree on, by reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR
   * 2009, with their k = 60): a picture's score is Σ 1 / (60 + rank) over the questions that found
   * it among their first {@value Fused#WINDOW}, or as many as are asked for if that is more.
   */
  static Fused fused(VisualQuery... parts) {
    return new Fused(List.of(parts), Options.DEFAULT);
  }

  /** How many, from where, of which, and how good. */
  Options options();

  /** The same question with other options. */
  VisualQuery with(Options options);

  /** At most this many hits, at least 1; 10 unless said. */
  default VisualQuery limit(int limit) {
    return with(options().withLimit(limit));
  }

  /** Leaves out the first so many hits: with {@link #limit}, a page. */
  default VisualQuery offset(int offset) {
    return with(options().withOffset(offset));
  }

  /**
   * Only pictures that pass this filter too. In a similarity question it acts before the search.
   */
  default VisualQuery where(Filter filter) {
    return with(options().withFilter(filter));
  }

  /**
   * Only hits of at least this score: a cosine in [-1, 1], a BM25 score, or tags. Refused on fused
   * questions, whose scores are but ranks, and where hits are measured by distance.
   */
  default VisualQuery minScore(double minScore) {
    return with(options().withMinScore(minScore));
  }

  /** Only hits of at most this Euclidean distance. Refused where hits are measured by a score. */
  default VisualQuery maxDistance(double maxDistance) {
    return with(options().withMaxDistance(maxDistance));
  }

  /** Stops after this time with what was found, and says so: {@link Hits#complete} is false. */
  default VisualQuery deadline(Duration deadline) {
    return with(options().withDeadline(deadline));
  }
}
