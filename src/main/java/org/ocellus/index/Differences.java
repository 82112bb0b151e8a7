package org.ocellus.index;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;

/**
 * The pictures, as of one moment, that a generation has otherwise than the one it is built from, or
 * not at all. Each is handed out once. Safe for use by several threads.
 */
public final class Differences implements AutoCloseable {
  private final Generation from;
  private final Generation to;
  private final IndexSearcher source;
  private final IndexSearcher target;
  private final Set<Object> settled;
  private final boolean unseenToo;
  private final boolean amongSentences;
  private final List<LeafReaderContext> leaves;
  private int leaf;
  private int doc;
  private int looked;

  /**
   * A picture that differs.
   *
   * @param now as it is to be
   * @param before as it was when it was last built; null if it never was
   */
  public record Difference(StoredDocument now, @Nullable StoredDocument before) {}

  /**
   * @param settled segments, by the keys of their readers, that are known not to differ
   * @param unseenToo whether pictures built without the vectors that are made of their pixels count
   *     as differing
   * @param amongSentences whether their place among sentences is one of these
   */
  Differences(
      Generation from,
      Generation to,
      Set<Object> settled,
      boolean unseenToo,
      boolean amongSentences)
      throws IOException {
    this.from = from;
    this.to = to;
    this.settled = settled;
    this.unseenToo = unseenToo;
    this.amongSentences = amongSentences;
    this.source = from.acquire();
    this.target = to.acquire();
    this.leaves = source.getIndexReader().leaves();
  }

  /** How many pictures there are. */
  public int total() {
    return source.getIndexReader().numDocs();
  }

  /** How many of them were compared so far. */
  public synchronized int looked() {
    return looked;
  }

  /** The next one; null if there is none. */
  public @Nullable Difference next() throws IOException {
    for (int each = nextDoc(); each >= 0; each = nextDoc()) {
      StoredDocument now = StoredDocument.read(source, each);
      int built = PictureIndex.find(target, now.picture().id());
      if (built < 0) {
        return new Difference(now, null);
      }
      boolean same = Objects.equals(PictureFields.stamp(target, built), now.stamp());
      if (!same || unseenToo) {
        StoredDocument before = StoredDocument.read(target, built);
        if (!same || !before.isSeen(amongSentences)) {
          return new Difference(now, before);
        }
      }
    }
    return null;
  }

  /** The next document to compare; -1 if there is none. */
  private synchronized int nextDoc() {
    for (; leaf < leaves.size(); leaf++, doc = 0) {
      LeafReaderContext context = leaves.get(leaf);
      if (settled.contains(key(context))) {
        looked += context.reader().numDocs();
        continue;
      }
      Bits alive = context.reader().getLiveDocs();
      while (doc < context.reader().maxDoc()) {
        int candidate = doc++;
        if (alive == null || alive.get(candidate)) {
          looked++;
          return context.docBase + candidate;
        }
      }
    }
    return -1;
  }

  /** The segments looked at, by the keys of their readers: another deletion makes another key. */
  Set<Object> segments() {
    Set<Object> keys = new HashSet<>();
    leaves.forEach(context -> keys.add(key(context)));
    return keys;
  }

  private static Object key(LeafReaderContext context) {
    return context.reader().getReaderCacheHelper().getKey();
  }

  @Override
  public void close() throws IOException {
    from.release(source);
    to.release(target);
  }
}
