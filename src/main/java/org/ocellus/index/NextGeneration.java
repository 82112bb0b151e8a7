package org.ocellus.index;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FieldExistsQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.IOUtils;
import org.jspecify.annotations.Nullable;
import org.ocellus.index.Differences.Difference;
import org.ocellus.index.IndexException.Reason;
import org.ocellus.model.Model;

/**
 * The generation after the live one while it is built beside it, by comparison: what {@linkplain
 * #differences differs} is put again until nothing does, then it becomes the live one. Closed
 * before, or lost in a crash, what was committed of it is found again by the next attempt. Pictures
 * may be put by several threads, all else is for one.
 */
public final class NextGeneration implements AutoCloseable {
  private final PictureIndex index;
  private final Generation from;
  private final Generation to;
  private final @Nullable Spaces spaces;
  private final Captions captions;
  private final boolean keepsPictures;
  private final boolean keepsText;
  private final boolean amongSentences;
  private Set<Object> settled = Set.of();
  private boolean first = true;
  private boolean isLive;

  private NextGeneration(
      PictureIndex index,
      Generation from,
      Generation to,
      @Nullable Spaces spaces,
      Captions captions,
      boolean keepsPictures,
      boolean keepsText,
      boolean amongSentences) {
    this.index = index;
    this.from = from;
    this.to = to;
    this.spaces = spaces;
    this.captions = captions;
    this.keepsPictures = keepsPictures;
    this.keepsText = keepsText;
    this.amongSentences = amongSentences;
  }

  /**
   * Begins the next generation, or goes on with what an earlier attempt left of it, if that was to
   * be like this one. Only while the index is open for writing; one at a time.
   *
   * @param vectors how it keeps them
   * @param model makes its vectors; null to take over those there are
   * @throws IndexException if the vectors can neither be taken over nor are there others
   */
  public static NextGeneration of(PictureIndex index, VectorStorage vectors, @Nullable Model model)
      throws IOException {
    Path folder = index.live().folder();
    Generation from = index.live().get();
    from.requireWritable();
    IndexSettings now = from.settings();
    Spaces spaces = model == null ? null : Spaces.of(model);
    IndexSettings wanted =
        model == null
            ? IndexSettings.of(vectors, now.model(), now.modelFolder())
            : IndexSettings.of(
                vectors, model.name(), Opening.absolute(model.folder().orElse(null)));
    boolean keepsPictures =
        (model == null || index.isOf(Space.of(model))) && now.vectors().yields(wanted.metrics());
    boolean keepsText = model == null || index.isOfText(model);
    if (model == null && !keepsPictures) {
      throw new IndexException(
          Reason.OTHER_STORAGE,
          "index %s keeps its vectors for %s, from which those for %s cannot be computed: give the model to reindex with"
              .formatted(from.location(), from.settings().vectors(), wanted.vectors()));
    }
    Spaces target = spaces == null ? index.spaces() : spaces;
    String name = Generations.after(from.name());
    Path place = folder.resolve(name);
    Generation to = left(folder, name, wanted, target);
    if (to == null) {
      IOUtils.rm(place);
      Files.createDirectories(place);
      wanted.write(place);
      to = Opening.open(folder, name, target.pictures(), false);
    }
    if (target.text() != null) {
      to.checkText(target.text());
    }
    boolean amongSentences = model != null && model.alignsPicturesWithText();
    return new NextGeneration(
        index, from, to, spaces, new Captions(model), keepsPictures, keepsText, amongSentences);
  }

  /** What an earlier attempt left of just this generation; null for nothing of use. */
  private static @Nullable Generation left(
      Path folder, String name, IndexSettings wanted, Spaces spaces) throws IOException {
    try {
      Path place = folder.resolve(name);
      if (!IndexSettings.existIn(place) || !IndexSettings.read(place).equals(wanted)) {
        return null;
      }
      Generation left = Opening.open(folder, name, spaces.pictures(), false);
      if (left.textSpace().equals(Optional.ofNullable(spaces.text()))
          || left.textSpace().isEmpty()) {
        return left;
      }
      left.close();
      return null;
    } catch (IndexException e) {
      if (e.reason() == Reason.LOCKED || e.reason() == Reason.DISK) {
        throw e;
      }
      return null;
    }
  }

  /** What differs at this moment. In the first round also what was built without a vector. */
  public Differences differences() throws IOException {
    from.refresh();
    to.refresh();
    return new Differences(from, to, settled, first && !takesOver(), amongSentences);
  }

  /** All of these were put: they need not be compared again. Makes them survive a crash. */
  public void settle(Differences done) throws IOException {
    to.commit();
    settled = done.segments();
    first = false;
  }

  /** Makes what was put survive a crash. */
  public void commit() throws IOException {
    to.commit();
  }

  private boolean takesOver() {
    return keepsPictures && keepsText;
  }

  /**
   * Puts a picture with vectors that there are already: those of the live generation if they fit,
   * or those that were made here of the same content.
   *
   * @return false if it needs new ones
   */
  public boolean takeOver(Difference difference) throws IOException {
    StoredDocument now = difference.now();
    StoredDocument before = difference.before();
    if (takesOver()) {
      put(now, now.picture(), now.vectorsFor(to.settings().vectors()));
      return true;
    }
    String hash = now.picture().hash();
    if (before != null
        && before.isSeen(amongSentences)
        && hash != null
        && hash.equals(before.picture().hash())) {
      StoredPicture relabelled =
          now.picture().toBuilder().labels(before.picture().labels()).build();
      Captions.dropChanged(before.picture(), relabelled, before.vectors());
      put(now, relabelled, before.vectors());
      return true;
    }
    return false;
  }

  /**
   * Puts a picture with new vectors.
   *
   * @param picture as it is now, perhaps with other labels
   * @throws IllegalArgumentException if the vector is zero, not finite, or not of the space
   */
  public void put(Difference difference, StoredPicture picture, PictureVectors vectors)
      throws IOException {
    put(difference.now(), picture, vectors.kept(to.settings().metrics(), picture.id()));
  }

  /** Puts all that is known of a picture but vectors that would have to be made of its pixels. */
  public void putWithoutVector(Difference difference) throws IOException {
    StoredDocument now = difference.now();
    Map<VectorField, float[]> kept = now.vectorsFor(to.settings().vectors());
    kept.keySet().removeIf(field -> field.isOfText() ? !keepsText : !keepsPictures);
    put(now, now.picture(), kept);
  }

  private void put(StoredDocument now, StoredPicture picture, Map<VectorField, float[]> vectors)
      throws IOException {
    captions.complete(picture, vectors);
    // The first vectors of all may have come just now.
    Spaces known = spaces == null ? index.spaces() : spaces;
    to.put(picture.id(), PictureFields.stamped(picture, vectors, known, now.stamp()));
  }

  /** Deletes what the live generation no longer has, as of the last {@link #differences}. */
  private void deleteVanished() throws IOException {
    to.refresh();
    IndexSearcher source = from.acquire();
    IndexSearcher target = to.acquire();
    List<String> vanished = new ArrayList<>();
    try {
      // All that the one has, the other has by now.
      if (source.getIndexReader().numDocs() < target.getIndexReader().numDocs()) {
        LiveDocuments.forEach(
            target,
            doc -> {
              String id = PictureFields.read(target.storedFields(), doc).id();
              if (PictureIndex.find(source, id) < 0) {
                vanished.add(id);
              }
            });
      }
    } finally {
      from.release(source);
      to.release(target);
    }
    for (String id : vanished) {
      to.delete(id);
    }
  }

  /** The last round: puts what still differs; false if it was stopped. */
  public interface LastRound {
    boolean run() throws IOException;
  }

  /**
   * Makes this the live generation. Nothing is written to the index meanwhile; searches go on, and
   * those under way end on the generation they began on.
   *
   * @param lastRound puts what still differs
   * @param failedRoots the roots of pictures that got no vector
   * @param swap runs what it is given, which takes no time, when nobody must look
   * @return whether it is live; false if the last round was stopped
   * @throws IndexException if a whole root would lose its vectors, or all would, most often because
   *     a disk is not mounted
   */
  public boolean becomeLive(
      LastRound lastRound, Supplier<Set<String>> failedRoots, Consumer<Runnable> swap)
      throws IOException {
    index.replaceLive(
        to,
        () -> {
          if (!lastRound.run()) {
            return false;
          }
          deleteVanished();
          to.commit();
          refuseLosses(failedRoots.get());
          return true;
        },
        generation ->
            swap.accept(
                () -> {
                  generation.run();
                  isLive = true;
                }));
    return isLive;
  }

  private void refuseLosses(Set<String> failedRoots) throws IOException {
    if (withVectors(from, null) > 0 && withVectors(to, null) == 0) {
      throw new IndexException(
          Reason.NO_SOURCES,
          "no picture of index %s can be embedded anew, so all would lose their vectors: mount the disk they lie on, or add them again in a new folder"
              .formatted(from.location()));
    }
    for (String root : failedRoots) {
      int had = withVectors(from, root);
      if (had > 0 && withVectors(to, root) == 0) {
        throw new IndexException(
            Reason.NO_SOURCES,
            "none of the %d pictures of index %s from %s can be read: mount the disk and reindex again, which goes on where it stopped, or delete them from the index"
                .formatted(had, from.location(), root));
      }
    }
  }

  private static int withVectors(Generation generation, @Nullable String root) throws IOException {
    String field = VectorField.of(generation.settings().defaultMetric()).field();
    BooleanQuery.Builder query =
        new BooleanQuery.Builder().add(new FieldExistsQuery(field), Occur.FILTER);
    if (root != null) {
      Query ofRoot = new TermQuery(new Term(PictureFields.ROOT, root));
      query.add(ofRoot, Occur.FILTER);
    }
    IndexSearcher view = generation.acquire();
    try {
      return view.count(query.build());
    } finally {
      generation.release(view);
    }
  }

  /** Closes it if it did not become live; what was put is kept for the next attempt. */
  @Override
  public void close() throws IOException {
    if (!isLive) {
      to.close();
    }
  }
}
