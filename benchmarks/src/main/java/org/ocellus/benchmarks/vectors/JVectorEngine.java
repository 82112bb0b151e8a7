package org.ocellus.benchmarks.vectors;

import io.github.jbellis.jvector.graph.GraphIndexBuilder;
import io.github.jbellis.jvector.graph.GraphSearcher;
import io.github.jbellis.jvector.graph.ImmutableGraphIndex;
import io.github.jbellis.jvector.graph.ListRandomAccessVectorValues;
import io.github.jbellis.jvector.graph.RandomAccessVectorValues;
import io.github.jbellis.jvector.graph.SearchResult;
import io.github.jbellis.jvector.graph.similarity.DefaultSearchScoreProvider;
import io.github.jbellis.jvector.util.Bits;
import io.github.jbellis.jvector.vector.VectorSimilarityFunction;
import io.github.jbellis.jvector.vector.VectorizationProvider;
import io.github.jbellis.jvector.vector.types.VectorFloat;
import io.github.jbellis.jvector.vector.types.VectorTypeSupport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.ocellus.index.VectorFormat;
import org.ocellus.model.Metric;

/**
 * JVector, its graph and vectors in the heap, with the settings of its tutorial: overflow 1.2,
 * alpha 1.2, a hierarchy. Its M is the degree of the lowest layer, HNSW's twice M. The graph is
 * built anew each time.
 */
final class JVectorEngine extends Engine.InProcess {
  private static final VectorTypeSupport VECTORS =
      VectorizationProvider.getInstance().getVectorTypeSupport();
  private static final float OVERFLOW = 1.2f;
  private static final float ALPHA = 1.2f;

  private final RandomAccessVectorValues vectors;
  private final VectorSimilarityFunction similarity;
  private final GraphSearcher searcher;

  JVectorEngine(Dataset dataset) throws IOException {
    List<VectorFloat<?>> list = new ArrayList<>();
    for (float[] vector : dataset.base()) {
      list.add(VECTORS.createFloatVector(vector));
    }
    vectors = new ListRandomAccessVectorValues(list, dataset.dimension());
    similarity =
        dataset.metric() == Metric.COSINE
            ? VectorSimilarityFunction.DOT_PRODUCT
            : VectorSimilarityFunction.EUCLIDEAN;
    try (GraphIndexBuilder builder =
        new GraphIndexBuilder(
            vectors,
            similarity,
            2 * VectorFormat.MAX_CONN,
            VectorFormat.EF_CONSTRUCTION,
            OVERFLOW,
            ALPHA,
            true)) {
      ImmutableGraphIndex graph = builder.build(vectors);
      searcher = new GraphSearcher(graph);
    }
  }

  @Override
  public String name() {
    return "jvector";
  }

  @Override
  int[] search(float[] query, int topK, int efSearch) {
    SearchResult result =
        searcher.search(
            DefaultSearchScoreProvider.exact(VECTORS.createFloatVector(query), similarity, vectors),
            topK,
            efSearch,
            0,
            0,
            Bits.ALL);
    SearchResult.NodeScore[] nodes = result.getNodes();
    int[] found = new int[nodes.length];
    for (int i = 0; i < found.length; i++) {
      found[i] = nodes[i].node;
    }
    return found;
  }

  @Override
  public void close() throws IOException {
    searcher.close();
  }
}
