package org.ocellus.query;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ocellus.image.RgbImage;
import org.ocellus.model.Metric;

/**
 * Pictures whose embeddings are near those of examples. Several are looked at as one, by Rocchio's
 * rule: 1.5 · mean(like) − 0.5 · mean(unlike), where there are any to be unlike, else mean(like);
 * of unit vectors for cosine, of raw ones for Euclidean distance (β = 0.75 and γ = 0.25 of Salton
 * and Buckley, JASIS 41, 1990, divided by their difference). Examples that are in the index are no
 * hits.
 *
 * @param like what to look like, at least one example
 * @param unlike what not to look like
 * @param metric how nearness is measured; null for the index's own
 * @param exact whether all vectors are compared instead of the HNSW graph searched: slower, misses
 *     nothing, and wholly deterministic
 * @param efSearch how many candidates deep the graph search looks; null for the engine's choice
 * @param likely the least precision, in (0, 1), that the model's curve must promise for a hit's
 *     score; null for no such cut-off
 */
public record Similar(
    List<Example> like,
    List<Example> unlike,
    @Nullable Metric metric,
    boolean exact,
    @Nullable Integer efSearch,
    @Nullable Double likely,
    Options options)
    implements VisualQuery {

  /** What to look like. Equal if its content is. */
  public sealed interface Example {}

  /**
   * A picture file.
   *
   * @param region the part that counts; null for all of it
   */
  public record File(Path path, @Nullable Region region) implements Example {
    public File {
      Objects.requireNonNull(path, "path");
    }
  }

  /**
   * An encoded picture.
   *
   * @param region the part that counts; null for all of it
   */
  public record Encoded(byte[] bytes, @Nullable Region region) implements Example {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Encoded that
          && Arrays.equals(bytes, that.bytes)
          && Objects.equals(region, that.region);
    }

    @Override
    public int hashCode() {
      return 31 * Arrays.hashCode(bytes) + Objects.hashCode(region);
    }
  }

  /**
   * A decoded picture.
   *
   * @param region the part that counts; null for all of it
   */
  public record Pixels(RgbImage image, @Nullable Region region) implements Example {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Pixels that
          && image.width() == that.image.width()
          && Arrays.equals(image.rgb(), that.image.rgb())
          && Objects.equals(region, that.region);
    }

    @Override
    public int hashCode() {
      return 31 * Arrays.hashCode(image.rgb()) + Objects.hashCode(region);
    }
  }

  /** An embedding from the index's model. */
  public record Vector(float[] vector) implements Example {
    public Vector {
      vector = vector.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Vector that && Arrays.equals(vector, that.vector);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(vector);
    }
  }

  /** A picture in the index, itself left out of the hits. */
  public record Indexed(String id) implements Example {
    public Indexed {
      Objects.requireNonNull(id, "id");
    }
  }

  public Similar {
    like = List.copyOf(like);
    unlike = List.copyOf(unlike);
    if (like.isEmpty()) {
      throw new IllegalArgumentException("a similarity query needs an example to look like");
    }
    if (efSearch != null && efSearch < 1) {
      throw new IllegalArgumentException("efSearch must be >= 1, got " + efSearch);
    }
    if (efSearch != null && exact) {
      throw new IllegalArgumentException(
          "an exact search compares all vectors and keeps no candidates: leave efSearch out");
    }
    if (likely != null && !(likely > 0 && likely < 1)) {
      throw new IllegalArgumentException("likely must be in (0, 1), got " + likely);
    }
  }

  static Similar to(Example example) {
    return new Similar(List.of(example), List.of(), null, false, null, null, Options.DEFAULT);
  }

  /** Looks like these as well as those so far. */
  public Similar and(Similar more) {
    return new Similar(joined(like, more.like), unlike, metric, exact, efSearch, likely, options);
  }

  /** Looks unlike these. */
  public Similar unlike(Similar those) {
    return new Similar(like, joined(unlike, those.like), metric, exact, efSearch, likely, options);
  }

  /**
   * Looks like this part of the only example, which must be a picture that is given, not an id or a
   * vector.
   */
  public Similar region(Region part) {
    if (like.size() != 1) {
      throw new IllegalArgumentException("give a region before more examples are added");
    }
    Example cut =
        switch (like.get(0)) {
          case File file -> new File(file.path(), part);
          case Encoded encoded -> new Encoded(encoded.bytes(), part);
          case Pixels pixels -> new Pixels(pixels.image(), part);
          case Indexed indexed -> throw noPixels("the indexed picture \"" + indexed.id() + "\"");
          case Vector ignored -> throw noPixels("a vector");
        };
    return new Similar(List.of(cut), unlike, metric, exact, efSearch, likely, options);
  }

  private static IllegalArgumentException noPixels(String what) {
    return new IllegalArgumentException(
        "a region is part of a picture that is given, not of " + what + ": use similarTo(Path)");
  }

  /** Measures nearness by this metric, which the index must hold vectors for. */
  public Similar by(Metric other) {
    return new Similar(like, unlike, other, exact, efSearch, likely, options);
  }

  /**
   * Has the graph search look so many candidates deep, at least 1, on its way to the nearest: more
   * miss less and take longer (efSearch of Malkov and Yashunin, 2018). It does not count them but
   * ends at the distance where the last of so many is to be expected, judged by the hits, so it
   * looks at fewer where pictures differ clearly, and at up to twice as many where a great many are
   * about as near. It never looks less deep than hits are asked for. Unless said it is 51, or 153
   * under a filter, times {@link org.ocellus.index.Quantization#oversampling()}, and as much is
   * looked at beyond the first page and in the parts of a fused question, however little is said
   * here.
   */
  public Similar efSearch(int candidates) {
    return new Similar(like, unlike, metric, exact, candidates, likely, options);
  }

  /** Compares all vectors. */
  public Similar exactly() {
    return new Similar(like, unlike, metric, true, efSearch, likely, options);
  }

  /**
   * Only hits whose score promises at least this precision, in (0, 1), by the curve in the model's
   * folder: what a score of 0.6 is worth differs from model to model. The promise holds for
   * collections like the one the curve was made with; where fewer pictures are relevant, less is
   * kept of it. 0.5 asks for hits that are more likely right than wrong.
   */
  public Similar likely(double precision) {
    return new Similar(like, unlike, metric, exact, efSearch, precision, options);
  }

  @Override
  public Similar with(Options changed) {
    return new Similar(like, unlike, metric, exact, efSearch, likely, changed);
  }

  private static List<Example> joined(List<Example> some, List<Example> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }
}
