package org.ocellus.query;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.lucene.search.IndexSearcher;
import org.jspecify.annotations.Nullable;
import org.ocellus.image.ImageDecoder;
import org.ocellus.image.RgbImage;
import org.ocellus.index.PictureFields;
import org.ocellus.index.PictureIndex;
import org.ocellus.index.Space;
import org.ocellus.index.StoredVectors;
import org.ocellus.index.VectorField;
import org.ocellus.index.Vectors;
import org.ocellus.model.Metric;
import org.ocellus.model.Model;

/**
 * The one vector that the examples of a similarity question stand for, by Rocchio's rule (1971):
 * the examples' mean, moved away from the mean of those it shall be unlike.
 *
 * <p>With Salton and Buckley's β = 0.75 and γ = 0.25 (JASIS 41, 1990), divided by β − γ so that the
 * result is a point among the examples, not one drawn towards zero: 1.5 · mean(like) − 0.5 ·
 * mean(unlike). For cosine, where only directions count, the means are of unit vectors; for
 * Euclidean distance of raw ones.
 */
final class Examples {
  private static final double LIKE = 0.75 / (0.75 - 0.25);
  private static final double UNLIKE = 0.25 / (0.75 - 0.25);

  /** A sum of unit vectors shorter than this is but the rounding of what cancelled out. */
  private static final double CANCELLED = 1e-6;

  private static final String QUERY_PICTURE = "the query picture";

  private final PictureIndex index;
  private final @Nullable Model model;
  private final ImageDecoder decoder;

  /**
   * @param model embeds pictures; null where none will be given
   */
  Examples(PictureIndex index, @Nullable Model model, ImageDecoder decoder) {
    this.index = index;
    this.model = model;
    this.decoder = decoder;
  }

  /**
   * The vector to search with: of unit length for cosine, raw for Euclidean.
   *
   * @throws IllegalArgumentException if the examples cancel each other out under cosine
   */
  float[] vector(IndexSearcher searcher, Similar similar, Metric metric) throws IOException {
    if (similar.like().size() == 1 && similar.unlike().isEmpty()) {
      return vector(searcher, similar.like().get(0), metric);
    }
    double[] sum = mean(searcher, similar.like(), metric);
    if (!similar.unlike().isEmpty()) {
      double[] away = mean(searcher, similar.unlike(), metric);
      for (int i = 0; i < sum.length; i++) {
        sum[i] = LIKE * sum[i] - UNLIKE * away[i];
      }
    }
    float[] vector = new float[sum.length];
    double squares = 0;
    for (int i = 0; i < sum.length; i++) {
      vector[i] = (float) sum[i];
      squares += sum[i] * sum[i];
    }
    if (metric == Metric.EUCLIDEAN) {
      return Vectors.finite(vector, "the examples");
    }
    if (squares < CANCELLED * CANCELLED) {
      throw new IllegalArgumentException(
          "the examples cancel each other out ("
              + describe(similar)
              + "): together they have no direction, so no cosine; leave one out");
    }
    return Vectors.unit(vector, "the examples");
  }

  private double[] mean(IndexSearcher searcher, List<Similar.Example> examples, Metric metric)
      throws IOException {
    double[] sum = new double[0];
    for (Similar.Example example : examples) {
      float[] vector = vector(searcher, example, metric);
      sum = sum.length == 0 ? new double[vector.length] : sum;
      if (vector.length != sum.length) {
        throw new IllegalArgumentException(
            "the examples have vectors of different lengths, %d and %d: take them from one model"
                .formatted(sum.length, vector.length));
      }
      for (int i = 0; i < sum.length; i++) {
        sum[i] += (double) vector[i] / examples.size();
      }
    }
    return sum;
  }

  /** The example's vector as the index keeps those of this metric. */
  private float[] vector(IndexSearcher searcher, Similar.Example example, Metric metric)
      throws IOException {
    return switch (example) {
      case Similar.Indexed indexed -> indexed(searcher, indexed.id(), metric);
      case Similar.Vector own -> {
        float[] vector = own.vector();
        int dimension = index.space().map(Space::dimension).orElse(vector.length);
        if (vector.length != dimension) {
          throw new IllegalArgumentException(
              "the vector asked for has "
                  + vector.length
                  + " dimensions, those of index "
                  + index.location()
                  + " have "
                  + dimension);
        }
        yield as(metric, vector, "the query");
      }
      case Similar.File file -> {
        String name = file.path().toString();
        byte[] bytes = ImageDecoder.read(file.path());
        yield embed(decode(bytes, file.region(), name), metric, name);
      }
      case Similar.Encoded encoded ->
          embed(decode(encoded.bytes(), encoded.region(), QUERY_PICTURE), metric, QUERY_PICTURE);
      case Similar.Pixels pixels -> {
        Region region = pixels.region();
        RgbImage image = pixels.image();
        yield embed(region == null ? image : region.of(image), metric, QUERY_PICTURE);
      }
    };
  }

  private float[] indexed(IndexSearcher searcher, String id, Metric metric) throws IOException {
    int doc = PictureIndex.find(searcher, id);
    if (doc < 0) {
      throw new IllegalArgumentException(
          "no picture \"" + id + "\" in index " + index.location() + ": name an id it has");
    }
    float[] vector = StoredVectors.read(searcher, doc, VectorField.of(metric));
    if (vector == null) {
      throw new IllegalArgumentException(
          "picture \"" + id + "\" was indexed without a vector: nothing is similar to it");
    }
    return vector;
  }

  private RgbImage decode(byte[] bytes, @Nullable Region region, String name) throws IOException {
    Model network = model();
    // A part is cut from the picture at full size: a reduced one has too few pixels for it.
    return region == null
        ? network.preprocessing().decode(decoder, bytes, name)
        : region.of(decoder.decode(bytes, name));
  }

  private float[] embed(RgbImage image, Metric metric, String whose) throws IOException {
    return as(metric, model().encoder().embed(List.of(image)).get(0), whose);
  }

  private static float[] as(Metric metric, float[] vector, String whose) {
    return metric == Metric.COSINE ? Vectors.unit(vector, whose) : Vectors.finite(vector, whose);
  }

  private Model model() {
    if (model == null) {
      throw new IllegalStateException(
          "index "
              + index.location()
              + " was opened without a model, so no picture can be embedded: open it with the"
              + " model it was made with");
    }
    return model;
  }

  /** The ids of the examples that are in the index, as the index writes them. */
  static Set<String> indexed(Similar similar) {
    return Stream.concat(similar.like().stream(), similar.unlike().stream())
        .filter(Similar.Indexed.class::isInstance)
        .map(example -> PictureFields.id(((Similar.Indexed) example).id()).text())
        .collect(Collectors.toSet());
  }

  /** The examples in words: {@code to a.jpg and b.jpg, unlike c.jpg}. */
  static String describe(Similar similar) {
    String like = "to " + joined(similar.like());
    return similar.unlike().isEmpty() ? like : like + ", unlike " + joined(similar.unlike());
  }

  private static String joined(List<Similar.Example> examples) {
    List<String> names = new ArrayList<>();
    examples.forEach(example -> names.add(describe(example)));
    return String.join(" and ", names);
  }

  private static String describe(Similar.Example example) {
    return switch (example) {
      case Similar.File file -> part(file.region()) + file.path().getFileName();
      case Similar.Indexed indexed -> indexed.id();
      case Similar.Vector ignored -> "a vector";
      case Similar.Encoded encoded -> part(encoded.region()) + "a picture";
      case Similar.Pixels pixels -> part(pixels.region()) + "a picture";
    };
  }

  private static String part(@Nullable Region region) {
    return region == null ? "" : "part of ";
  }
}
