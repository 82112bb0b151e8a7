package org.ocellus.query;

import java.io.IOException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.jspecify.annotations.Nullable;
import org.ocellus.index.IndexException;
import org.ocellus.index.KeptCalibration;
import org.ocellus.index.PictureIndex;
import org.ocellus.model.Metric;

/**
 * The rankings of one question, to one depth after another, on one view. Examples are embedded
 * once, however often they are ranked by. For one thread.
 */
final class Rankings {

  /**
   * What a similarity question comes down to, at every depth.
   *
   * @param cutOffs those asked for and the likely one
   */
  private record Aim(Metric metric, float[] vector, Options cutOffs) {}

  private final IndexSearcher searcher;
  private final PictureIndex index;
  private final Examples examples;
  private final KeptCalibration calibration;

  /** By identity, for equality would compare pictures. */
  private final Map<Similar, Aim> aims = new IdentityHashMap<>();

  Rankings(
      IndexSearcher searcher, PictureIndex index, Examples examples, KeptCalibration calibration) {
    this.searcher = searcher;
    this.index = index;
    this.examples = examples;
    this.calibration = calibration;
  }

  /** Whether a deeper search may find other first hits than a shallower one. */
  static boolean changeWithDepth(VisualQuery query) {
    return switch (query) {
      case Fused ignored -> true;
      case Similar similar -> !similar.exact();
      case Keyword ignored -> false;
      case Text ignored -> false;
      case Browse ignored -> false;
    };
  }

  /** The question's ranking to this depth. */
  Ranking of(VisualQuery query, int depth) throws IOException {
    return of(query, List.of(), depth);
  }

  private Ranking of(VisualQuery query, List<Filter> outer, int depth) throws IOException {
    List<Filter> filters =
        Stream.concat(outer.stream(), query.options().filters().stream()).toList();
    Query filter = FilterQueries.all(filters);
    return switch (query) {
      case Keyword keyword ->
          new KeywordRanking(searcher, scored(keyword, "keyword"), filter, depth);
      case Text text -> new TextRanking(searcher, scored(text, "text"), filter, depth);
      case Similar similar -> similar(similar, filter, depth);
      case Fused fused -> {
        int window = Math.max(Steps.of(depth), Fused.WINDOW);
        List<Ranking> parts = new ArrayList<>();
        for (Fused.Part part : fused.parts()) {
          parts.add(of(part.query(), filters, window));
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

  private Ranking similar(Similar similar, @Nullable Query filter, int depth) throws IOException {
    Aim aim = aims.get(similar);
    if (aim == null) {
      aim = aim(similar);
      aims.put(similar, aim);
    }
    int oversampling = index.settings().quantization().oversampling();
    return new SimilarRanking(
        searcher, similar, aim.metric(), aim.vector(), oversampling, aim.cutOffs(), filter, depth);
  }

  private Aim aim(Similar similar) throws IOException {
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
    return new Aim(metric, vector, LikelyCutOff.applied(similar, metric, index, calibration));
  }
}
