package org.ocellus.query;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.lucene.document.LongField;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.search.DoubleValues;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.LongValues;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.SortedNumericSelector;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;
import org.jspecify.annotations.Nullable;
import org.ocellus.index.PictureFields;

/** Pictures in an order that asks for nothing. */
final class BrowseRanking implements Ranking {
  private static final SortField BY_ID = new SortField(PictureFields.ID, SortField.Type.STRING);

  private final IndexSearcher searcher;
  private final Browse browse;
  private final Query query;
  private final List<Ranked> ranked;

  BrowseRanking(IndexSearcher searcher, Browse browse, @Nullable Query filter, int depth)
      throws IOException {
    this.searcher = searcher;
    this.browse = browse;
    this.query = filter == null ? FilterQueries.everyPicture() : filter;
    Sort sort =
        switch (browse.order()) {
          case Browse.Newest ignored -> new Sort(newest(), BY_ID);
          case Browse.Random random ->
              new Sort(new Shuffle(random.seed()).getSortField(false), BY_ID);
        };
    this.ranked = Ranking.sorted(searcher, query, depth, sort, hit -> 0);
  }

  private static SortField newest() {
    SortField taken =
        LongField.newSortField(PictureFields.TAKEN, true, SortedNumericSelector.Type.MAX);
    taken.setMissingValue(Long.MIN_VALUE);
    return taken;
  }

  @Override
  public Hit.Scale scale() {
    return Hit.Scale.NONE;
  }

  @Override
  public List<Ranked> ranked() {
    return ranked;
  }

  @Override
  public Map<Integer, Double> values(Collection<Integer> docs) throws IOException {
    return Ranking.values(searcher, query, docs, hit -> 0);
  }

  @Override
  public Reason reason(Ranked hit, int rank) {
    String order =
        switch (browse.order()) {
          case Browse.Newest ignored -> "newest";
          case Browse.Random random -> "random " + random.seed();
        };
    return Reason.of("browse", rank, 0, scale(), order);
  }

  /** A number for each picture that only its id and a seed decide on. */
  private static final class Shuffle extends DerivedNumber {
    private final long seed;

    Shuffle(long seed) {
      this.seed = seed;
    }

    @Override
    public LongValues getValues(LeafReaderContext leaf, DoubleValues scores) throws IOException {
      SortedDocValues ids = DocValues.getSorted(leaf.reader(), PictureFields.ID);
      return new LongValues() {
        @Override
        public long longValue() throws IOException {
          BytesRef id = ids.lookupOrd(ids.ordValue());
          return mixed(StringHelper.murmurhash3_x64_128(id)[0] ^ mixed(seed));
        }

        @Override
        public boolean advanceExact(int doc) throws IOException {
          return ids.advanceExact(doc);
        }
      };
    }

    /** The finalizer of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014). */
    private static long mixed(long value) {
      long z = value + 0x9E3779B97F4A7C15L;
      z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
      z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
      return z ^ (z >>> 31);
    }

    @Override
    public int hashCode() {
      return Long.hashCode(seed);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Shuffle shuffle && shuffle.seed == seed;
    }

    @Override
    public String toString() {
      return "random " + seed;
    }
  }
}
