package org.ocellus.query;

import java.io.IOException;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsReader;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.QueryTimeout;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TotalHits;
import org.apache.lucene.search.knn.KnnCollectorManager;
import org.apache.lucene.search.knn.KnnSearchStrategy;
import org.apache.lucene.search.knn.TopKnnCollectorManager;
import org.apache.lucene.util.FixedBitSet;
import org.apache.lucene.util.hnsw.HnswGraph;
import org.apache.lucene.util.hnsw.HnswGraphSearcher;
import org.apache.lucene.util.hnsw.NeighborQueue;
import org.apache.lucene.util.hnsw.OrdinalTranslatedKnnCollector;
import org.apache.lucene.util.hnsw.RandomVectorScorer;
import org.jspecify.annotations.Nullable;

/**
 * Lucene's query, which finds all while it is rewritten: to run it would only sort them anew.
 *
 * <p>Lucene notes which vectors a short search has seen in a sparse set. Here it is a plain one,
 * which is quicker to mark, up to {@value #MOST_MARKED} vectors a segment; beyond about twice that,
 * clearing it costs more than the marking saves.
 */
final class NearestQuery extends KnnFloatVectorQuery {
  private static final int MOST_MARKED = 1 << 19;

  /**
   * The share of passing documents, in per cent, below which the search walks through passing
   * neighbours alone, as in ACORN (Patel et al., 2024); Lucene's advice.
   */
  private static final KnnSearchStrategy.Hnsw STRATEGY = new KnnSearchStrategy.Hnsw(60);

  /** What Lucene makes of one segment's hits is not looked at; of more, their least score is. */
  private static final TopDocs NOT_SORTED_ANEW =
      new TopDocs(new TotalHits(0, TotalHits.Relation.EQUAL_TO), new ScoreDoc[0]);

  private final Beam beam;
  private ScoreDoc[] found = {};

  NearestQuery(String field, float[] vector, Beam beam, @Nullable Query filter) {
    super(field, vector, beam.wanted(), filter, STRATEGY);
    this.beam = beam;
  }

  /** Of quantised vectors those nearest are not sure to be so: as many are found as by a walk. */
  @Override
  protected TopDocs exactSearch(
      LeafReaderContext leaf, DocIdSetIterator accepted, @Nullable QueryTimeout timeout)
      throws IOException {
    return new Exact(field, target, beam.efSearch()).exactSearch(leaf, accepted, timeout);
  }

  private static final class Exact extends KnnFloatVectorQuery {
    Exact(String field, float[] vector, int candidates) {
      super(field, vector, candidates);
    }

    @Override
    protected TopDocs exactSearch(
        LeafReaderContext leaf, DocIdSetIterator accepted, @Nullable QueryTimeout timeout)
        throws IOException {
      return super.exactSearch(leaf, accepted, timeout);
    }
  }

  /** Best first: as many as the beam wants, if there are, and at most efSearch. */
  ScoreDoc[] found(IndexSearcher searcher) throws IOException {
    rewrite(searcher);
    return found;
  }

  @Override
  protected TopDocs mergeLeafResults(TopDocs[] leaves) {
    found = TopDocs.merge(beam.efSearch(), leaves).scoreDocs;
    return leaves.length == 1 ? NOT_SORTED_ANEW : super.mergeLeafResults(leaves);
  }

  @Override
  protected KnnCollectorManager getKnnCollectorManager(int wanted, IndexSearcher searcher) {
    return new TopKnnCollectorManager(wanted, searcher) {
      @Override
      public KnnCollector newCollector(
          int visitLimit, KnnSearchStrategy strategy, LeafReaderContext leaf) {
        return newOptimisticCollector(visitLimit, strategy, leaf, wanted);
      }

      @Override
      public KnnCollector newOptimisticCollector(
          int visitLimit, KnnSearchStrategy strategy, LeafReaderContext leaf, int wantedHere) {
        FieldInfo info = leaf.reader().getFieldInfos().fieldInfo(field);
        return info == null
            ? super.newOptimisticCollector(visitLimit, strategy, leaf, wantedHere)
            : new AdaptiveCollector(beam, wantedHere, info, visitLimit, strategy);
      }
    };
  }

  @Override
  protected TopDocs approximateSearch(
      LeafReaderContext leaf, AcceptDocs accepted, int visitedLimit, KnnCollectorManager collectors)
      throws IOException {
    Lucene99HnswVectorsReader vectors = vectors(leaf);
    if (vectors == null) {
      return super.approximateSearch(leaf, accepted, visitedLimit, collectors);
    }
    KnnCollector collector = collectors.newCollector(visitedLimit, STRATEGY, leaf);
    HnswGraph graph = vectors.getGraph(field);
    if (isShort(collector, graph, accepted)) {
      RandomVectorScorer scorer =
          vectors.getFlatVectorsReader().getRandomVectorScorer(field, target);
      FixedBitSet seen = new FixedBitSet(graph.maxNodeId() + 1);
      new HnswGraphSearcher(new NeighborQueue(collector.k(), true), seen)
          .search(
              new OrdinalTranslatedKnnCollector(collector, scorer::ordToDoc),
              scorer,
              graph,
              scorer.getAcceptOrds(accepted.bits()));
    } else {
      leaf.reader().searchNearestVectors(field, target, collector, accepted);
    }
    return collector.topDocs();
  }

  /**
   * Whether Lucene would use its sparse set here, and begin at the graph's own entry, and walk
   * through all neighbours.
   */
  private static boolean isShort(KnnCollector collector, HnswGraph graph, AcceptDocs accepted)
      throws IOException {
    int size = graph.size();
    return size > 0
        && size <= MOST_MARKED
        && HnswGraphSearcher.expectedVisitedNodes(collector.k(), size) < size >>> 7
        && collector.getSearchStrategy() == STRATEGY
        && !STRATEGY.useFilteredSearch((float) Math.min(accepted.cost(), size) / size);
  }

  /** Those of a segment in Lucene's present format; null for any other. */
  private @Nullable Lucene99HnswVectorsReader vectors(LeafReaderContext leaf) {
    if (leaf.reader() instanceof CodecReader segment
        && segment.getVectorReader() instanceof PerFieldKnnVectorsFormat.FieldsReader fields) {
      KnnVectorsReader reader = fields.getFieldReader(field);
      return reader instanceof Lucene99HnswVectorsReader vectors ? vectors : null;
    }
    return null;
  }
}
