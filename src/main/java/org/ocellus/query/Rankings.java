package org.ocellus.query;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.jspecify.annotations.Nullable;
import org.ocellus.index.IndexException;
import org.ocellus.index.KeptCalibration;
import org.ocellus.index.PictureIndex;
import org.ocellus.index.Quantization;
import org.ocellus.index.VectorField;
import org.ocellus.model.Metric;

/**
 * The rankings of one question, to one depth after another, on one view. Examples are embedded
 * once, however often they are ranked by. For one thread.
 */
final class Rankings {

  private final IndexSearcher searcher;
  private final PictureIndex index;
  private final Examples examples;
  private final Sentences sentences;
  private final KeptCalibration calibration;

  /** By identity, for equality would compare pictures. */
  private final Map<VisualQuery, VectorRanking.Aim> aims = new IdentityHashMap<>();

  private final Map<Text, Fused> fusions = new IdentityHashMap<>();

  /** Of sentences, by what they say: each is read once. */
  private final Map<String, float[]> vectors = new HashMap<>();

  Rankings(
      IndexSearcher searcher,
      PictureIndex index,
      Examples examples,
      Sentences sentences,
      KeptCalibration calibration) {
    this.searcher = searcher;
    this.index = index;
    this.examples = examples;
    this.sentences = sentences;
    this.calibration = calibration;
  }

  /** Whether a deeper search may find other first hits than a shallower one. */
  boolean changeWithDepth(VisualQuery query) throws IOException {
    return switch (query) {
      case Fused ignored -> true;
      case Similar similar -> !similar.exact();
      case Keyword ignored -> false;
      case Text text ->
          !sentences.ways(searcher.getIndexReader(), text).equals(List.of(Text.By.WORDS));
      case Browse ignored -> false;
    };
  }

  /** The question's ranking to this depth. */
  Ranking of(VisualQuery query, int depth) throws IOException {
    return of(query, List.of(), depth, query.options().limit());
  }

  /**
   * @param page how many hits are looked at at once
   */
  private Ranking of(VisualQuery query, List<Filter> outer, int depth, int page)
      throws IOException {
    List<Filter> filters =
        Stream.concat(outer.stream(), query.options().filters().stream()).toList();
    Query filter = FilterQueries.all(filters);
    return switch (query) {
      case Keyword keyword ->
          new KeywordRanking(searcher, scored(keyword, "keyword"), filter, depth);
      case Text text -> text(scored(text, "text"), outer, filter, depth, page);
      case Similar similar -> similar(similar, filter, depth, page);
      case Fused fused -> {
        int window = Math.max(Steps.of(depth), Fused.WINDOW);
        List<Ranking> parts = new ArrayList<>();
        for (Fused.Part part : fused.parts()) {
          parts.add(of(part.query(), filters, window, window));
        }
        yield new FusedRanking(fused, parts, window, depth);
      }
      case Browse browse -> new BrowseRanking(searcher, browse, filter, depth);
    };
  }

  private static <Q extends VisualQuery> Q scored(Q query, String kind) {
    if (query.options().maxDistance() != null) {
      throw new IllegalArgumentException(
          "a " + kind + " query is measured by a score: use minScore instead of maxDistance");
    }
    return query;
  }

  private Ranking text(Text text, List<Filter> outer, @Nullable Query filter, int depth, int page)
      throws IOException {
    List<Text.By> ways = sentences.ways(searcher.getIndexReader(), text);
    if (ways.size() > 1) {
      return of(fused(text, ways), outer, depth, page);
    }
    return switch (ways.get(0)) {
      case WORDS -> new TextRanking(searcher, text, filter, depth);
      case CAPTIONS -> near(text, VectorField.CAPTION_EMBEDDING, filter, depth, page);
      case PICTURES -> near(text, VectorField.TEXT_EMBEDDING, filter, depth, page);
      case ALL -> throw new AssertionError("all ways are several");
    };
  }

  /** Made once, so that its parts are the same at every depth. */
  private Fused fused(Text text, List<Text.By> ways) throws IOException {
    if (text.options().minScore() != null) {
      throw new IllegalArgumentException(
          "this index answers a text by words, captions and pictures together, whose fused score"
              + " has no unit: ask by one of them alone to give a minScore");
    }
    Fused fused = fusions.get(text);
    if (fused == null) {
      List<Fused.Part> parts = new ArrayList<>();
      for (Text.By by : ways) {
        Text part = new Text(text.sentence(), null, by, Options.DEFAULT);
        parts.add(part.weight(weight(part)));
      }
      fused = new Fused(parts, Fused.Fusion.WEIGHTED, text.options());
      fusions.put(text, fused);
    }
    return fused;
  }

  private double weight(Text part) throws IOException {
    double weight = part.by().weight();
    if (part.by() != Text.By.WORDS) {
      return weight;
    }
    // A part's weight is never 0: words that say next to nothing still decide between equals.
    return weight * Math.max(TextRanking.known(searcher.getIndexReader(), part), 0.01);
  }

  private Ranking near(Text text, VectorField field, @Nullable Query filter, int depth, int page)
      throws IOException {
    VectorRanking.Aim aim = aims.get(text);
    if (aim == null) {
      float[] vector = vectors.get(text.sentence());
      if (vector == null) {
        vector = sentences.vector(text.sentence());
        vectors.put(text.sentence(), vector);
      }
      if (field == VectorField.TEXT_EMBEDDING) {
        sentences.requirePictures();
      }
      String kind = field == VectorField.TEXT_EMBEDDING ? "picture" : "caption";
      String said = "to \"" + text.sentence() + "\"";
      aim =
          new VectorRanking.Aim(
              kind, said, field, vector, false, null, Steps.first(text), Set.of(), text.options());
      aims.put(text, aim);
    }
    return near(aim, filter, depth, page);
  }

  private Ranking near(VectorRanking.Aim aim, @Nullable Query filter, int depth, int page)
      throws IOException {
    Quantization quantization = index.settings().quantization();
    return new VectorRanking(searcher, aim, quantization, filter, depth, page);
  }

  private Ranking similar(Similar similar, @Nullable Query filter, int depth, int page)
      throws IOException {
    VectorRanking.Aim aim = aims.get(similar);
    if (aim == null) {
      aim = aim(similar);
      aims.put(similar, aim);
    }
    return near(aim, filter, depth, page);
  }

  private VectorRanking.Aim aim(Similar similar) throws IOException {
    Metric metric = similar.metric() == null ? index.settings().defaultMetric() : similar.metric();
    if (!index.settings().metrics().contains(metric)) {
      throw new IndexException(
          IndexException.Reason.OTHER_METRIC,
          "index "
              + index.location()
              + " has no vectors for the metric "
              + metric.id()
              + ": reindex it with --metric "
              + metric.id()
              + " or --metric both");
    }
    Options options = similar.options();
    if (metric == Metric.COSINE && options.maxDistance() != null) {
      throw new IllegalArgumentException(
          "by cosine, hits are measured by a score: use minScore instead of maxDistance");
    }
    if (metric == Metric.EUCLIDEAN && options.minScore() != null) {
      throw new IllegalArgumentException(
          "by Euclidean distance, nearer is less: use maxDistance instead of minScore");
    }
    float[] vector = examples.vector(searcher, similar, metric);
    return new VectorRanking.Aim(
        "similar",
        Examples.describe(similar),
        VectorField.of(metric),
        vector,
        similar.exact(),
        similar.efSearch(),
        Steps.first(similar),
        Examples.indexed(similar),
        LikelyCutOff.applied(similar, metric, index, calibration));
  }
}
