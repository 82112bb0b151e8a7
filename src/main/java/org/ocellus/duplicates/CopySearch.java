package org.ocellus.duplicates;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopKnnCollector;
import org.apache.lucene.search.knn.KnnSearchStrategy;
import org.jspecify.annotations.Nullable;
import org.ocellus.image.PerceptualHash;
import org.ocellus.index.StoredVectors;
import org.ocellus.index.VectorField;
import org.ocellus.index.Vectors;
import org.ocellus.model.Metric;

/**
 * Finds the copies of a picture: candidates are those whose hash is near and the nearest by
 * embedding, and each is then compared by both. Safe for use by any number of threads.
 */
final class CopySearch {
  /** How many nearest embeddings are looked at, doubled while all of them are copies. */
  private static final int NEAREST = 16;

  /** As for any search under a filter; see {@link KnnSearchStrategy.Hnsw}. */
  private static final int FILTERED_SEARCH_THRESHOLD = 60;

  /**
   * A copy.
   *
   * @param cosine NaN where one of the two has no vector
   * @param bits negative where one of the two has no hash
   */
  record Found(int place, double cosine, int bits) {}

  private final IndexSearcher searcher;
  private final Metric metric;
  private final Candidates candidates;
  private final CopyRule rule;
  private final HashIndex hashes;

  CopySearch(IndexSearcher searcher, Metric metric, Candidates candidates, CopyRule rule) {
    this.searcher = searcher;
    this.metric = metric;
    this.candidates = candidates;
    this.rule = rule;
    long[] all = new long[candidates.size()];
    int[] hashed =
        IntStream.range(0, all.length).filter(place -> candidates.hash(place) != null).toArray();
    for (int place : hashed) {
      all[place] = candidates.hash(place);
    }
    this.hashes = new HashIndex(all, hashed, rule.bits());
  }

  /** The copies of the picture at this place, best first, itself left out. */
  List<Found> copies(int place) throws IOException {
    float[] vector = StoredVectors.read(searcher, candidates.doc(place), VectorField.of(metric));
    TreeSet<Integer> docs = new TreeSet<>();
    Long hash = candidates.hash(place);
    if (hash != null) {
      hashes.near(hash, near -> docs.add(candidates.doc(near)));
    }
    if (vector != null) {
      addNearest(vector, docs);
    }
    docs.remove(candidates.doc(place));
    return verified(place, vector, docs);
  }

  /** Adds the nearest ones, more of them as long as the farthest may still be a copy. */
  private void addNearest(float[] vector, TreeSet<Integer> docs) throws IOException {
    for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
      LeafReader reader = leaf.reader();
      for (int k = NEAREST; ; k *= 2) {
        TopKnnCollector nearest =
            new TopKnnCollector(
                k, Integer.MAX_VALUE, new KnnSearchStrategy.Hnsw(FILTERED_SEARCH_THRESHOLD));
        reader.searchNearestVectors(
            VectorField.of(metric).field(),
            vector,
            nearest,
            AcceptDocs.fromLiveDocs(candidates.accepted(leaf), reader.maxDoc()));
        ScoreDoc[] found = nearest.topDocs().scoreDocs;
        for (ScoreDoc hit : found) {
          docs.add(leaf.docBase + hit.doc);
        }
        if (found.length < k || !mayBeCopy(vector, leaf.docBase + found[k - 1].doc)) {
          break;
        }
      }
    }
  }

  private boolean mayBeCopy(float[] vector, int doc) throws IOException {
    float[] other = StoredVectors.read(searcher, doc, VectorField.of(metric));
    return other != null && cosine(vector, other) >= rule.highCosine();
  }

  private List<Found> verified(int place, float @Nullable [] vector, TreeSet<Integer> docs)
      throws IOException {
    double[] cosines = new double[docs.size()];
    Arrays.fill(cosines, Double.NaN);
    int[] sorted = docs.stream().mapToInt(Integer::intValue).toArray();
    if (vector != null) {
      StoredVectors.forEach(
          searcher,
          sorted,
          VectorField.of(metric),
          (doc, other) -> cosines[Arrays.binarySearch(sorted, doc)] = cosine(vector, other));
    }
    List<Found> found = new ArrayList<>();
    for (int i = 0; i < sorted.length; i++) {
      int other = candidates.place(sorted[i]);
      Long one = candidates.hash(place);
      Long two = candidates.hash(other);
      int bits = one == null || two == null ? -1 : PerceptualHash.distance(one, two);
      if (rule.isCopy(bits, cosines[i])) {
        found.add(new Found(other, cosines[i], bits));
      }
    }
    found.sort(Comparator.comparingInt(Found::place));
    return found;
  }

  private double cosine(float[] a, float[] b) {
    double dot = Vectors.dot(a, b);
    // Vectors for cosine are of unit length already.
    return Math.clamp(
        metric == Metric.COSINE ? dot : dot / Math.sqrt(Vectors.dot(a, a) * Vectors.dot(b, b)),
        -1,
        1);
  }
}
