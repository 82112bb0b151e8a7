package org.ocellus.query;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.search.IndexSearcher;
import org.jspecify.annotations.Nullable;
import org.ocellus.image.ImageDecoder;
import org.ocellus.index.IndexException;
import org.ocellus.index.KeptCalibration;
import org.ocellus.index.PictureIndex;
import org.ocellus.index.View;
import org.ocellus.model.Metric;
import org.ocellus.model.Model;

/** Asks questions of an index. Safe for use by any number of threads. */
public final class VisualSearch {
  private final PictureIndex index;
  private final Examples examples;
  private final Sentences sentences;
  private final KeptCalibration calibration;
  private final FacetOrdinals ordinals = new FacetOrdinals();

  /**
   * @param model turns example pictures and sentences into vectors, and says which hits are likely;
   *     null where only words, ids and vectors are asked for
   */
  public VisualSearch(PictureIndex index, @Nullable Model model, ImageDecoder decoder) {
    this(index, model, decoder, new KeptCalibration(null, model));
  }

  /**
   * @param model turns example pictures and sentences into vectors; null where only words, ids and
   *     vectors are asked for
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
    this.sentences = new Sentences(index, model);
  }

  /**
   * Answers a question on the view of the last refresh.
   *
   * @throws IllegalArgumentException if the question makes no sense for this index: a text of stop
   *     words alone, an unknown id, a vector of another length, a cut-off in the wrong unit
   * @throws IllegalStateException if an example picture is given, or a sentence to be compared with
   *     captions or pictures, and there is no model
   * @throws IndexException if the index has no vectors for what is asked for, or likely hits are
   *     asked for and nobody measured which they are
   * @throws IOException if the example picture or the index cannot be read
   */
  public Hits search(VisualQuery query) throws IOException {
    Deadline deadline = new Deadline(query.options().deadline());
    return index.view(view -> page(view, query, query.options().offset(), deadline));
  }

  /**
   * Answers the same question further on, on the same view: however the index changes meanwhile, no
   * hit is shown twice and none left out. The page may be of another length, or have another
   * deadline; the question's offset counted for the first page alone. Each page costs as much as a
   * search to its depth, in which example pictures are read and embedded again.
   *
   * @param cursor what {@link Hits#next} of the page before gave
   * @throws IllegalArgumentException if it was given for another question
   * @throws IndexException with {@link IndexException.Reason#EXPIRED} if the view is not kept any
   *     more, which it is until ten minutes after a newer one took its place or sixteen newer ones
   *     did, and while this index is open: begin again
   */
  public Hits searchAfter(VisualQuery query, Cursor cursor) throws IOException {
    int position = cursor.position(query);
    Deadline deadline = new Deadline(query.options().deadline());
    return index.view(cursor.snapshot(), view -> page(view, query, position, deadline));
  }

  /**
   * Counts pictures by what they have.
   *
   * @param among whose pictures count, all that it finds, whatever its limit: {@link
   *     VisualQuery#newest} with filters, a keyword or a text question
   * @param top how many values at most, at least 1
   * @throws IllegalArgumentException if pictures cannot be counted so, or the question has too many
   *     words or filters
   */
  public Facets facets(VisualQuery among, Facet by, int top) throws IOException {
    if (top < 1) {
      throw new IllegalArgumentException("top must be >= 1, got " + top);
    }
    Deadline deadline = new Deadline(among.options().deadline());
    return index.read(
        searcher ->
            ClauseLimit.within(
                () ->
                    new FacetCounting(deadline.limit(searcher), by, ordinals)
                        .count(among, top, deadline)));
  }

  private Hits page(View view, VisualQuery query, int start, Deadline deadline) throws IOException {
    IndexSearcher searcher = deadline.limit(view.searcher());
    int pictures = searcher.getIndexReader().maxDoc();
    int end = (int) Math.min((long) start + query.options().limit(), pictures);
    // One more, to see whether there is a next page.
    List<DeepSearch.Found> found =
        ClauseLimit.within(() -> found(searcher, query, end + 1, deadline));
    List<Hit> hits = new ArrayList<>();
    for (int i = start; i < Math.min(end, found.size()); i++) {
      hits.add(hit(query, found.get(i), i + 1));
    }
    boolean complete = !deadline.passed();
    return new Hits(
        hits,
        complete,
        complete && found.size() > end
            ? view.keep().map(kept -> new Cursor(kept, end, query))
            : Optional.empty());
  }

  private List<DeepSearch.Found> found(
      IndexSearcher searcher, VisualQuery query, int count, Deadline deadline) throws IOException {
    Rankings rankings = new Rankings(searcher, index, examples, sentences, calibration);
    DeepSearch search =
        new DeepSearch(depth -> rankings.of(query, depth), Steps.first(query), deadline);
    double diversity = query.options().diversity();
    int sought = diversity == 0 ? count : Math.max(count, Diversity.WINDOW);
    List<DeepSearch.Found> found =
        rankings.changeWithDepth(query) ? search.first(sought) : search.atOnce(sought);
    Metric metric = index.settings().defaultMetric();
    return diversity == 0
        ? found
        : new Diversity(searcher, metric, diversity, deadline).reordered(found, count);
  }

  private Hit hit(VisualQuery query, DeepSearch.Found found, int rank) throws IOException {
    Ranking.Ranked hit = found.hit();
    Reason why = found.ranking().reason(hit, rank);
    List<Reason> reasons = why.parts().isEmpty() ? List.of(why) : why.parts();
    return new Hit(index, query, rank, hit.id(), hit.value(), found.ranking().scale(), reasons);
  }
}
