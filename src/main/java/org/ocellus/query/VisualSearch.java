package org.ocellus.query;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.lucene.index.QueryTimeout;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.jspecify.annotations.Nullable;
import org.ocellus.image.ImageDecoder;
import org.ocellus.index.IndexException;
import org.ocellus.index.KeptCalibration;
import org.ocellus.index.PictureIndex;
import org.ocellus.model.Metric;
import org.ocellus.model.Model;

/** Asks questions of an index. Safe for use by any number of threads. */
public final class VisualSearch {
  private final PictureIndex index;
  private final Examples examples;
  private final KeptCalibration calibration;

  /**
   * @param model turns example pictures into embeddings, and says which hits are likely; null where
   *     only words, ids and vectors are asked for
   */
  public VisualSearch(PictureIndex index, @Nullable Model model, ImageDecoder decoder) {
    this(index, model, decoder, new KeptCalibration(null, model));
  }

  /**
   * @param model turns example pictures into embeddings; null where only words, ids and vectors are
   *     asked for
   * @param calibration says which hits are likely
   */
  public VisualSearch(
      PictureIndex index,
      @Nullable Model model,
      ImageDecoder decoder,
      KeptCalibration calibration) {
    this.index = index;
    this.calibration = calibration;
    this.examples = new Examples(index, model, decoder);
  }

  /**
   * Answers a question on the view of the last refresh.
   *
   * @throws IllegalArgumentException if the question makes no sense for this index: a text of stop
   *     words alone, an unknown id, a vector of another length, a cut-off in the wrong unit
   * @throws IllegalStateException if an example picture is given and there is no model
   * @throws IndexException if the index has no vectors for the metric asked for, or likely hits are
   *     asked for and nobody measured which they are
   * @throws IOException if the example picture or the index cannot be read
   */
  public Hits search(VisualQuery query) throws IOException {
    Options options = query.options();
    Deadline deadline = options.deadline() == null ? null : new Deadline(options.deadline());
    try {
      return index.read(
          shared -> {
            IndexSearcher searcher = shared;
            if (deadline != null) {
              // The shared searcher serves others: a time limit needs one of its own.
              searcher = new IndexSearcher(shared.getIndexReader());
              searcher.setTimeout(deadline);
            }
            Ranking ranking = rank(searcher, query, List.of(), options.depth());
            return new Hits(page(query, ranking), deadline == null || !deadline.passed);
          });
    } catch (IndexSearcher.TooManyClauses e) {
      throw new IllegalArgumentException(
          "the question has too many words, more than "
              + IndexSearcher.getMaxClauseCount() / 4
              + " are for several questions",
          e);
    }
  }

  private List<Hit> page(VisualQuery query, Ranking ranking) throws IOException {
    List<Hit> hits = new ArrayList<>();
    for (int rank = query.options().offset() + 1; rank <= ranking.ranked().size(); rank++) {
      Ranking.Ranked hit = ranking.ranked().get(rank - 1);
      Reason why = ranking.reason(hit, rank);
      List<Reason> reasons = why.parts().isEmpty() ? List.of(why) : why.parts();
      hits.add(new Hit(index, query, rank, hit.id(), hit.value(), ranking.scale(), reasons));
    }
    return hits;
  }

  private Ranking rank(IndexSearcher searcher, VisualQuery query, List<Filter> outer, int depth)
      throws IOException {
    List<Filter> filters =
        Stream.concat(outer.stream(), query.options().filters().stream()).toList();
    Query filter = FilterQueries.all(filters);
    return switch (query) {
      case Keyword keyword ->
          new KeywordRanking(searcher, scored(keyword, "keyword"), filter, depth);
      case Text text -> new TextRanking(searcher, scored(text, "text"), filter, depth);
      case Similar similar -> similar(searcher, similar, filter, depth);
      case Fused fused -> {
        int window = Math.max(Steps.of(depth), Fused.WINDOW);
        List<Ranking> parts = new ArrayList<>();
        for (Fused.Part part : fused.parts()) {
          parts.add(rank(searcher, part.query(), filters, window));
        }
        yield new FusedRanking(fused, parts, window, depth);
      }
      case Browse ignored -> throw new IllegalArgumentException("browsing is not there yet");
    };
  }

  private static <Q extends VisualQuery> Q scored(Q query, String kind) {
    if (query.options().maxDistance() != null) {
      throw new IllegalArgumentException(
          "a " + kind + " query is measured by a score: use minScore instead of maxDistance");
    }
    return query;
  }

  private Ranking similar(
      IndexSearcher searcher, Similar similar, @Nullable Query filter, int depth)
      throws IOException {
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
    Options cutOffs = LikelyCutOff.applied(similar, metric, index, calibration);
    return new SimilarRanking(searcher, similar, metric, vector, cutOffs, filter, depth);
  }

  /** A time limit that remembers whether it was reached. */
  private static final class Deadline implements QueryTimeout {
    private final long end;
    private volatile boolean passed;

    Deadline(Duration limit) {
      // Centuries ahead would overflow.
      Duration most = Duration.ofDays(365);
      end = System.nanoTime() + (limit.compareTo(most) > 0 ? most : limit).toNanos();
    }

    @Override
    public boolean shouldExit() {
      if (System.nanoTime() - end >= 0) {
        passed = true;
      }
      return passed;
    }
  }
}
