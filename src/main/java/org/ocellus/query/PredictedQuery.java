package org.ocellus.query;

import java.io.IOException;
import java.util.Objects;
import org.apache.lucene.document.FeatureField;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.Explanation;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.ScorerSupplier;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.BitSetIterator;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;
import org.ocellus.index.Folding;
import org.ocellus.index.PictureFields;

/**
 * Pictures with a predicted class whose name matches and whose probability is high enough; the
 * score is the likeliest one's. Lucene's own feature query knows one name and no least value. Class
 * names are few, so all are looked at.
 */
final class PredictedQuery extends Query {
  private final TagExpression.Tag tag;
  private final TagMatch match;

  private PredictedQuery(TagExpression.Tag tag, TagMatch match) {
    this.tag = tag;
    this.match = match;
  }

  static Query of(TagExpression.Tag tag, TagMatch match) {
    return tag.match() == TagExpression.Match.EXACT && tag.minProbability() == 0
        ? FeatureField.newLinearQuery(PictureFields.LABEL, Folding.fold(tag.text()), 1)
        : new PredictedQuery(tag, match);
  }

  /** Whether a probability reaches the least one asked for, both as the index keeps them. */
  static boolean reaches(float probability, double least) {
    return frequency(probability) >= frequency((float) least);
  }

  /** How {@link FeatureField} keeps a value: as a term frequency of its highest bits. */
  private static int frequency(float value) {
    return Float.floatToIntBits(value) >> 15;
  }

  @Override
  public Weight createWeight(IndexSearcher searcher, ScoreMode mode, float boost) {
    return new Weight(this) {
      @Override
      public @Nullable ScorerSupplier scorerSupplier(LeafReaderContext leaf) throws IOException {
        Best best = best(leaf);
        return best == null ? null : new DefaultScorerSupplier(best.scorer(boost));
      }

      @Override
      public Explanation explain(LeafReaderContext leaf, int doc) throws IOException {
        Best best = best(leaf);
        return best == null || !best.docs.get(doc)
            ? Explanation.noMatch("no class predicted matches")
            : Explanation.match(best.values[doc] * boost, "probability of the likeliest class");
      }

      @Override
      public boolean isCacheable(LeafReaderContext leaf) {
        return true;
      }
    };
  }

  private @Nullable Best best(LeafReaderContext leaf) throws IOException {
    Terms terms = leaf.reader().terms(PictureFields.LABEL);
    if (terms == null) {
      return null;
    }
    Best best = null;
    int least = frequency((float) tag.minProbability());
    TermsEnum names = terms.iterator();
    PostingsEnum postings = null;
    for (BytesRef name = names.next(); name != null; name = names.next()) {
      if (!match.test(name.utf8ToString())) {
        continue;
      }
      best = best == null ? new Best(leaf.reader().maxDoc()) : best;
      postings = names.postings(postings, PostingsEnum.FREQS);
      while (postings.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
        if (postings.freq() >= least) {
          best.add(postings.docID(), Float.intBitsToFloat(postings.freq() << 15));
        }
      }
    }
    return best;
  }

  /** The likeliest matching class of each document of a segment. */
  private static final class Best {
    private final FixedBitSet docs;
    private final float[] values;

    Best(int maxDoc) {
      docs = new FixedBitSet(maxDoc);
      values = new float[maxDoc];
    }

    void add(int doc, float value) {
      docs.set(doc);
      values[doc] = Math.max(values[doc], value);
    }

    Scorer scorer(float boost) {
      DocIdSetIterator matching = new BitSetIterator(docs, docs.cardinality());
      return new Scorer() {
        @Override
        public int docID() {
          return matching.docID();
        }

        @Override
        public DocIdSetIterator iterator() {
          return matching;
        }

        @Override
        public float score() {
          return values[matching.docID()] * boost;
        }

        @Override
        public float getMaxScore(int upTo) {
          return boost;
        }
      };
    }
  }

  @Override
  public void visit(QueryVisitor visitor) {
    if (visitor.acceptField(PictureFields.LABEL)) {
      visitor.visitLeaf(this);
    }
  }

  @Override
  public String toString(String field) {
    return "predicted(" + tag + ")";
  }

  @Override
  public boolean equals(Object other) {
    return sameClassAs(other) && tag.equals(((PredictedQuery) other).tag);
  }

  @Override
  public int hashCode() {
    return Objects.hash(classHash(), tag);
  }
}
