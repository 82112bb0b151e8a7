package org.ocellus.index;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FilterMergePolicy;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues.DocIndexIterator;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.MergeTrigger;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.Sorter;
import org.apache.lucene.index.VectorEncoding;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;

/**
 * Merges that put pictures into {@link NeighbourOrder} before their graph is built, unless more
 * than half of them come from one segment that has that order: then that segment's graph is kept,
 * and the others are added to it.
 *
 * <p>Made for {@link VectorFormat#mergedCodec}, which leaves the graph to merges: what was flushed
 * is searched exactly, and merged once it can be searched, alone if need be, where that would take
 * long. What only filled the writer's memory waits, for more may come before anybody searches.
 */
final class NeighbourMergePolicy extends FilterMergePolicy {
  /** So many vectors of 256 numbers are compared in about a millisecond. */
  private static final int SEARCHED_EXACTLY = 10_000;

  /** From about so many vectors on, Lucene builds a graph. */
  private static final int LEAST = 1000;

  private static final String ORDERED = "ocellus.neighbours";

  private volatile boolean onlyForced;

  NeighbourMergePolicy(MergePolicy in) {
    super(in);
  }

  /** Whether to find no merges, until told otherwise, but those that somebody waits for. */
  void findOnlyForced(boolean only) {
    onlyForced = only;
  }

  @Override
  public @Nullable MergeSpecification findMerges(
      MergeTrigger trigger, SegmentInfos segments, MergeContext context) throws IOException {
    if (onlyForced || trigger == MergeTrigger.SEGMENT_FLUSH) {
      return null;
    }
    return ordering(
        super.findMerges(trigger, segments, context),
        segments,
        context,
        segment -> segment.info.maxDoc() > SEARCHED_EXACTLY);
  }

  @Override
  public @Nullable MergeSpecification findForcedMerges(
      SegmentInfos segments,
      int most,
      Map<SegmentCommitInfo, Boolean> toMerge,
      MergeContext context)
      throws IOException {
    // While others are merged, what is flushed waits to be merged with what they become; and what
    // comes after the merge was asked for is not waited for.
    boolean waits = context.getMergingSegments().stream().anyMatch(toMerge::containsKey);
    return ordering(
        super.findForcedMerges(segments, most, toMerge, context),
        segments,
        context,
        segment -> !waits && toMerge.containsKey(segment) && segment.info.maxDoc() >= LEAST);
  }

  /** What was found, in order, and each flushed segment that is to be merged alone. */
  private static @Nullable MergeSpecification ordering(
      @Nullable MergeSpecification found,
      SegmentInfos segments,
      MergeContext context,
      Predicate<SegmentCommitInfo> alone) {
    Set<SegmentCommitInfo> taken = new HashSet<>(context.getMergingSegments());
    MergeSpecification merges = new MergeSpecification();
    if (found != null) {
      for (OneMerge merge : found.merges) {
        merges.add(new Ordering(merge.segments));
        taken.addAll(merge.segments);
      }
    }
    for (SegmentCommitInfo segment : segments) {
      if (alone.test(segment) && isFlushed(segment) && taken.add(segment)) {
        merges.add(new Ordering(List.of(segment)));
      }
    }
    return merges.merges.isEmpty() ? null : merges;
  }

  private static boolean isFlushed(SegmentCommitInfo segment) {
    return "flush".equals(segment.info.getDiagnostics().get("source"));
  }

  private static final class Ordering extends OneMerge {
    Ordering(List<SegmentCommitInfo> segments) {
      super(segments);
    }

    @Override
    public Sorter.@Nullable DocMap reorder(CodecReader reader, Directory folder, Executor executor)
        throws IOException {
      FieldInfo field = largest(reader);
      if (field == null || isMostlyOrdered(reader.numDocs())) {
        return null;
      }
      FloatVectorValues vectors = reader.getFloatVectorValues(field.name);
      int[] newToOld = documents(vectors, reader.maxDoc());
      int[] oldToNew = new int[newToOld.length];
      for (int i = 0; i < newToOld.length; i++) {
        oldToNew[newToOld[i]] = i;
      }
      getMergeInfo().info.addDiagnostics(Map.of(ORDERED, "true"));
      return new Sorter.DocMap() {
        @Override
        public int oldToNew(int document) {
          return oldToNew[document];
        }

        @Override
        public int newToOld(int document) {
          return newToOld[document];
        }

        @Override
        public int size() {
          return newToOld.length;
        }
      };
    }

    private boolean isMostlyOrdered(int pictures) {
      for (SegmentCommitInfo segment : segments) {
        int live = segment.info.maxDoc() - segment.getDelCount();
        if (2L * live > pictures && segment.info.getDiagnostics().containsKey(ORDERED)) {
          return true;
        }
      }
      return false;
    }

    /** The field of most vectors; absent where none has enough for a graph. */
    private static @Nullable FieldInfo largest(CodecReader reader) throws IOException {
      FieldInfo largest = null;
      int most = LEAST - 1;
      for (FieldInfo field : reader.getFieldInfos()) {
        if (field.hasVectorValues() && field.getVectorEncoding() == VectorEncoding.FLOAT32) {
          FloatVectorValues vectors = reader.getFloatVectorValues(field.name);
          if (vectors != null && vectors.size() > most) {
            largest = field;
            most = vectors.size();
          }
        }
      }
      return largest;
    }

    /** The documents in the order of their vectors, and after them those without. */
    private static int[] documents(FloatVectorValues vectors, int count) throws IOException {
      int[] documentOf = new int[vectors.size()];
      FixedBitSet without = new FixedBitSet(count);
      without.set(0, count);
      DocIndexIterator all = vectors.iterator();
      for (int d = all.nextDoc(); d != DocIndexIterator.NO_MORE_DOCS; d = all.nextDoc()) {
        documentOf[all.index()] = d;
        without.clear(d);
      }
      int[] documents = new int[count];
      int next = 0;
      for (int ordinal : NeighbourOrder.of(vectors)) {
        documents[next++] = documentOf[ordinal];
      }
      for (int d = 0; d < count; d++) {
        if (without.get(d)) {
          documents[next++] = d;
        }
      }
      return documents;
    }
  }
}
