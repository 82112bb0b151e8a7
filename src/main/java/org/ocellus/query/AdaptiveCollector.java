package org.ocellus.query;

import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.TopKnnCollector;
import org.apache.lucene.search.knn.KnnSearchStrategy;
import org.apache.lucene.util.hnsw.NeighborQueue;

/**
 * Ends a walk through a graph by distance: at the first candidate that is farther than the {@link
 * Beam}'s efSearch-th nearest is to be expected, judged by those found so far, rather than at the
 * first that efSearch others are nearer than. So the walk is short where pictures differ clearly
 * and long where many are about as near, and finds more after as many comparisons:
 * distance-adaptive beam search, after Al-Jazzazi, Diwan, Gou, Musco, Musco and Suel, "Distance
 * Adaptive Beam Search for Provably Accurate Graph-Based Nearest Neighbor Search" (2025).
 */
final class AdaptiveCollector extends TopKnnCollector {
  private final boolean euclidean;
  private final int wanted;
  private final int sure;
  private final double squaredReach;
  private final double roundedDown;

  /** Scores of the nearest, worst on top. */
  private final NeighborQueue nearest;

  private float farthest = Float.NEGATIVE_INFINITY;

  /**
   * @param wanted how many of the beam's this part of the index is to find
   */
  AdaptiveCollector(
      Beam beam, int wanted, FieldInfo field, int visitLimit, KnnSearchStrategy strategy) {
    super(beam.share(beam.most(), wanted), visitLimit, strategy);
    this.euclidean = field.getVectorSimilarityFunction() == VectorSimilarityFunction.EUCLIDEAN;
    this.wanted = wanted;
    this.sure = beam.share(beam.sure(), wanted);
    this.squaredReach = beam.reach() * beam.reach();
    // Sums of n products in single precision are off by (n + 2) · 2⁻²⁴ at most, see Rescoring.
    this.roundedDown = 1 - Math.scalb(field.getVectorDimension() + 2.0, -23);
    this.nearest = new NeighborQueue(sure, false);
  }

  @Override
  public boolean collect(int document, float score) {
    if (nearest.insertWithOverflow(document, score) && nearest.size() == sure) {
      farthest = farthest(nearest.topScore());
    }
    return super.collect(document, score);
  }

  /**
   * The score at the reach's multiple of this score's distance, or less where single precision may
   * take one for the other. Lucene's scores are 1 / (1 + distance²), and (1 + cosine) / 2, which is
   * 1 - distance² / 4 of vectors of unit length.
   */
  private float farthest(float score) {
    if (euclidean) {
      return (float) (roundedDown / (1 + squaredReach * (1.0 / score - 1)));
    }
    return (float) (roundedDown * (1 - squaredReach * (1.0 - score)));
  }

  @Override
  public float minCompetitiveSimilarity() {
    if (numCollected() < wanted) {
      return Float.NEGATIVE_INFINITY;
    }
    return Math.max(farthest, super.minCompetitiveSimilarity());
  }
}
