package org.ocellus.surviving;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.ocellus.VisualIndex;
import org.ocellus.index.Picture;
import org.ocellus.index.StoredPicture;
import org.ocellus.index.StoredPicture.Origin;

/**
 * Two pictures that one thread adds, marks and deletes in a fixed order, so that everybody knows
 * what an index may show of them: what they were after some step, of those that may be over.
 */
final class Pair {
  private static final String MARK = "marked";

  /** Add one, add two, mark one, mark two, delete one, delete two (each second round). */
  private static final int STEPS = 6;

  /** One of the two at some moment: the version that was added last, and whether it is marked. */
  record Shown(int version, boolean marked) {}

  /** The two at some moment; null for one that is not there. */
  record State(@Nullable Shown one, @Nullable Shown two) {}

  private final String name;
  private final List<byte[]> pictures;
  private final AtomicLong begun = new AtomicLong();
  private final AtomicLong done = new AtomicLong();
  private final AtomicLong shown = new AtomicLong();

  /**
   * @param pictures version v shows the one at v modulo their number
   */
  Pair(String name, List<byte[]> pictures) {
    this.name = name;
    this.pictures = pictures;
  }

  /** The tag that both have. */
  String name() {
    return name;
  }

  String one() {
    return name + "/one";
  }

  String two() {
    return name + "/two";
  }

  /** How many steps are surely over. */
  long done() {
    return done.get();
  }

  /** How many steps may be over. */
  long begun() {
    return begun.get();
  }

  /** How many steps every view shows from now on. */
  long shown() {
    return shown.get();
  }

  /** A refresh is over that began when so many steps were done. */
  void refreshed(long doneBefore) {
    shown.accumulateAndGet(doneBefore, Math::max);
  }

  /** Takes the next step; for one thread alone. */
  void step(VisualIndex index) throws IOException {
    long step = begun.getAndIncrement();
    int version = Math.toIntExact(step / STEPS);
    switch ((int) (step % STEPS)) {
      case 0 -> index.add(picture(one(), version));
      case 1 -> index.add(picture(two(), version));
      case 2 -> mark(index, one(), version);
      case 3 -> mark(index, two(), version);
      case 4 -> delete(index, one(), version);
      default -> delete(index, two(), version);
    }
    done.incrementAndGet();
  }

  private Picture picture(String id, int version) {
    return Picture.of(pictures.get(version % pictures.size()))
        .id(id)
        .keywords(name, "v" + version)
        .caption(caption(version))
        .extra("version", version);
  }

  private String caption(int version) {
    return name + " in version " + version;
  }

  private void mark(VisualIndex index, String id, int version) throws IOException {
    if (!index.updateKeywords(id, name, "v" + version, MARK)) {
      throw new IllegalStateException(id + " was added, but is not there to be marked");
    }
  }

  private void delete(VisualIndex index, String id, int version) throws IOException {
    if (deletes(version)) {
      index.delete(id);
    }
  }

  private static boolean deletes(int version) {
    return version % 2 == 1;
  }

  /** What the two are after so many steps. */
  State after(long steps) {
    int version = Math.toIntExact(steps / STEPS);
    int step = (int) (steps % STEPS);
    return new State(
        step == 0
            ? lastOf(version - 1)
            : deletes(version) && step > 4 ? null : new Shown(version, step > 2),
        step < 2 ? lastOf(version - 1) : new Shown(version, step > 3));
  }

  private static @Nullable Shown lastOf(int version) {
    return version < 0 || deletes(version) ? null : new Shown(version, true);
  }

  /** Complains unless this holds for the state at some moment between these. */
  void check(long from, long to, Predicate<State> holds, Object seen) {
    for (long steps = from; steps <= to; steps++) {
      if (holds.test(after(steps))) {
        return;
      }
    }
    throw new IllegalStateException(
        "%s was never so between steps %d (%s) and %d (%s): %s"
            .formatted(name, from, after(from), to, after(to), seen));
  }

  /** What the index keeps of one of the two, all parts of it of one version. */
  @Nullable Shown shown(Optional<StoredPicture> stored) {
    if (stored.isEmpty()) {
      return null;
    }
    StoredPicture picture = stored.get();
    int version = ((Number) picture.extra().get("version")).intValue();
    List<String> tags = picture.keywords(Origin.PERSON);
    boolean marked = tags.contains(MARK);
    List<String> expected =
        marked ? List.of(name, "v" + version, MARK) : List.of(name, "v" + version);
    if (!tags.equals(expected) || !caption(version).equals(picture.caption())) {
      throw new IllegalStateException("of several versions: " + picture);
    }
    return new Shown(version, marked);
  }
}
