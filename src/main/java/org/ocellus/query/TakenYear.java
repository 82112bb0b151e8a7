package org.ocellus.query;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SortedNumericDocValues;
import org.apache.lucene.search.DoubleValues;
import org.apache.lucene.search.LongValues;
import org.jspecify.annotations.Nullable;
import org.ocellus.index.PictureFields;

/** The year in which a picture was taken, in UTC. */
final class TakenYear extends DerivedNumber {
  @Override
  public LongValues getValues(LeafReaderContext leaf, DoubleValues scores) throws IOException {
    SortedNumericDocValues taken = DocValues.getSortedNumeric(leaf.reader(), PictureFields.TAKEN);
    return new LongValues() {
      @Override
      public long longValue() throws IOException {
        long seconds =
            Math.clamp(
                taken.nextValue(), Instant.MIN.getEpochSecond(), Instant.MAX.getEpochSecond());
        return Instant.ofEpochSecond(seconds).atOffset(ZoneOffset.UTC).getYear();
      }

      @Override
      public boolean advanceExact(int doc) throws IOException {
        return taken.advanceExact(doc);
      }
    };
  }

  @Override
  public int hashCode() {
    return TakenYear.class.hashCode();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TakenYear;
  }

  @Override
  public String toString() {
    return "year taken";
  }
}
