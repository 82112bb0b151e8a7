package org.ocellus.query;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.ocellus.image.RgbImage;

/**
 * A question to the index. Immutable: each method gives a changed copy. Made by the static methods
 * here, to be imported statically:
 *
 * <pre>{@code
 * similarTo(Path.of("query.jpg")).where(keyword("lisbon")).minScore(0.6).limit(20)
 * }</pre>
 */
public sealed interface VisualQuery permits Keyword, Text, Similar, Fused, Browse {

  /**
   * Pictures that carry all of these tags. What people or the file said counts one each, a
   * predicted tag its probability; the sum is the score.
   */
  static Keyword keyword(String... tags) {
    return Keyword.all(tags);
  }

  /** Pictures that carry these tags, scored as {@link #keyword(String...)} says. */
  static Keyword keyword(TagExpression tags) {
    return new Keyword(tags, Options.DEFAULT);
  }

  /** Pictures that this sentence describes, by its words and its meaning; see {@link Text}. */
  static Text text(String sentence) {
    return new Text(sentence, null, Text.By.ALL, Options.DEFAULT);
  }

  /** Pictures that look like the one in this file. */
  static Similar similarTo(Path picture) {
    return Similar.to(new Similar.File(picture, null));
  }

  /** Pictures that look like this encoded one (JPEG, PNG…). */
  static Similar similarTo(byte[] picture) {
    return Similar.to(new Similar.Encoded(picture.clone(), null));
  }

  /** Pictures that look like this one. */
  static Similar similarTo(RgbImage picture) {
    return Similar.to(new Similar.Pixels(picture, null));
  }

  /** Pictures whose vectors are near this one, which must come from the index's model. */
  static Similar similarTo(float[] vector) {
    return Similar.to(new Similar.Vector(vector));
  }

  /** Pictures that look like the indexed one of this id, itself left out. */
  static Similar similarToId(String id) {
    return Similar.to(new Similar.Indexed(id));
  }

  /** What several questions agree on, by reciprocal rank fusion; see {@link Fused}. */
  static Fused fused(VisualQuery... parts) {
    return new Fused(
        Arrays.stream(parts).map(part -> new Fused.Part(part, 1)).toList(),
        Fused.Fusion.RRF,
        Options.DEFAULT);
  }

  /** What several questions agree on, each counting as much as its weight says. */
  static Fused fused(Fused.Part... parts) {
    return new Fused(List.of(parts), Fused.Fusion.RRF, Options.DEFAULT);
  }

  /** All pictures, the newest first. */
  static Browse newest() {
    return new Browse(new Browse.Newest(), Options.DEFAULT);
  }

  /** All pictures at random, the same order for the same seed and the same pictures. */
  static Browse random(long seed) {
    return new Browse(new Browse.Random(seed), Options.DEFAULT);
  }

  /** This question as part of a fused one, counting so much: > 0, 1 unless said. */
  default Fused.Part weight(double weight) {
    return new Fused.Part(this, weight);
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
    return with(options().withFilter(Objects.requireNonNull(filter, "filter")));
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

  /**
   * Trades nearness for variety by maximal marginal relevance (Carbonell and Goldstein, SIGIR 1998)
   * over the first hits: 0 leaves the order as it is, 1 counts variety alone.
   */
  default VisualQuery diversity(double diversity) {
    return with(options().withDiversity(diversity));
  }

  /** Stops after this time with what was found, and says so: {@link Hits#complete} is false. */
  default VisualQuery deadline(Duration deadline) {
    return with(options().withDeadline(deadline));
  }
}
