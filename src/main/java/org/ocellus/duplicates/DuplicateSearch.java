package org.ocellus.duplicates;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.lucene.search.IndexSearcher;
import org.ocellus.index.PictureIndex;
import org.ocellus.ingest.Progress;
import org.ocellus.query.ClauseLimit;
import org.ocellus.query.FilterQueries;

/**
 * Groups copies. Pictures are taken in order, the best first; each that is in no group yet gathers
 * the copies of it that are in none. So every picture is in one group at most, and near the best of
 * it.
 */
public final class DuplicateSearch {
  /** How many pictures are searched for side by side before groups are decided. */
  private static final int STRIDE = 256;

  private final Candidates candidates;
  private final CopySearch copies;
  private final Consumer<Progress> listener;

  /** By place: the place of the best of its group, its own if it has none; -1 if not decided. */
  private final int[] best;

  private DuplicateSearch(
      IndexSearcher searcher, PictureIndex index, Duplicates wanted, Consumer<Progress> listener)
      throws IOException {
    this.candidates = new Candidates(searcher, FilterQueries.all(wanted.filters()));
    this.copies =
        new CopySearch(searcher, index.settings().defaultMetric(), candidates, wanted.rule());
    this.listener = listener;
    this.best = new int[candidates.size()];
    Arrays.fill(best, -1);
  }

  /**
   * Finds the groups on the view of the last refresh, in the order of their best.
   *
   * @param listener told now and then, by the calling thread
   * @throws IllegalArgumentException if there are too many filters
   * @throws InterruptedIOException if the calling thread is interrupted
   */
  public static List<DuplicateGroup> run(
      PictureIndex index, Duplicates wanted, Consumer<Progress> listener) throws IOException {
    return index.read(
        searcher ->
            ClauseLimit.within(() -> new DuplicateSearch(searcher, index, wanted, listener))
                .groups());
  }

  private List<DuplicateGroup> groups() throws IOException {
    TreeMap<Integer, List<CopySearch.Found>> groups = new TreeMap<>();
    long start = System.nanoTime();
    for (int from = 0; from < best.length; from += STRIDE) {
      if (Thread.interrupted()) {
        throw new InterruptedIOException(
            "stopped after %,d of %,d pictures".formatted(from, best.length));
      }
      int to = Math.min(from + STRIDE, best.length);
      int[] open = IntStream.range(from, to).filter(place -> best[place] < 0).toArray();
      List<List<CopySearch.Found>> found = copies(open);
      for (int i = 0; i < open.length; i++) {
        if (best[open[i]] < 0) {
          decide(open[i], found.get(i), groups);
        }
      }
      listener.accept(
          new Progress(to, best.length, 0, Duration.ofNanos(System.nanoTime() - start)));
    }
    return groups.entrySet().stream().map(each -> group(each.getKey(), each.getValue())).toList();
  }

  private List<List<CopySearch.Found>> copies(int[] places) throws IOException {
    try {
      return IntStream.of(places).parallel().mapToObj(this::copies).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private List<CopySearch.Found> copies(int place) {
    try {
      return copies.copies(place);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void decide(
      int place, List<CopySearch.Found> found, TreeMap<Integer, List<CopySearch.Found>> groups) {
    for (CopySearch.Found other : found) {
      // The graph search is approximate: a better one may have missed this one.
      if (other.place() < place && best[other.place()] == other.place()) {
        join(
            place,
            new CopySearch.Found(place, other.cosine(), other.bits()),
            other.place(),
            groups);
        return;
      }
    }
    best[place] = place;
    for (CopySearch.Found other : found) {
      if (best[other.place()] < 0) {
        join(other.place(), other, place, groups);
      }
    }
  }

  private void join(
      int place,
      CopySearch.Found copy,
      int leader,
      TreeMap<Integer, List<CopySearch.Found>> groups) {
    best[place] = leader;
    groups.computeIfAbsent(leader, ignored -> new ArrayList<>()).add(copy);
  }

  private DuplicateGroup group(int leader, List<CopySearch.Found> members) {
    return new DuplicateGroup(
        candidates.id(leader),
        members.stream()
            .sorted(Comparator.comparingInt(CopySearch.Found::place))
            .map(
                copy ->
                    new DuplicateGroup.Copy(
                        candidates.id(copy.place()),
                        Double.isNaN(copy.cosine()) ? null : copy.cosine(),
                        copy.bits() < 0 ? null : copy.bits()))
            .toList());
  }
}
