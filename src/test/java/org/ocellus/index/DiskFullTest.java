package org.ocellus.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.tests.store.MockDirectoryWrapper;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.ocellus.index.IndexException.Reason;

/** Lucene's own small disk, which also complains of files left open or behind. */
class DiskFullTest {
  private static final Space SPACE = Space.ofOwnVectors(64);
  private static final IndexSettings SETTINGS = IndexSettings.of(VectorStorage.DEFAULT, null, null);
  private static final int BEFORE = 60;
  private static final int AFTER = 100;

  /** What is done on the small disk, in this order. */
  private enum Work {
    ADD,
    COMMIT,
    MERGE
  }

  @Test
  void aDiskThatIsFullAtAnyMomentIsNamedAndWhatWasCommittedBeforeIsSafe() throws IOException {
    Set<Work> interrupted = EnumSet.noneOf(Work.class);
    Work failed = Work.ADD;
    for (long free = 500; failed != null; free += free / 4) {
      failed = fillUp(free);
      if (failed != null) {
        interrupted.add(failed);
      }
    }
    assertThat(interrupted).containsExactly(Work.values());
  }

  /** Works until so many more bytes are written; at what, null if it all fitted. */
  private static @Nullable Work fillUp(long free) throws IOException {
    try (MockDirectoryWrapper disk =
        new MockDirectoryWrapper(new Random(free), new ByteBuffersDirectory())) {
      try (PictureIndex index = open(disk)) {
        put(index, 0, BEFORE);
        index.commit();
      }
      disk.setMaxSizeInBytes(disk.sizeInBytes() + free);
      PictureIndex index = open(disk);
      Work work = Work.ADD;
      try {
        put(index, BEFORE, BEFORE + 20);
        index.refresh();
        put(index, BEFORE + 20, AFTER);
        work = Work.COMMIT;
        index.commit();
        work = Work.MERGE;
        index.optimize();
        work = null;
      } catch (IndexException e) {
        assertFull(e);
      }
      if (work == null) {
        index.close();
      } else {
        // Whatever is tried next says the same, and closing does not hide it either.
        assertFull(() -> put(index, 0, 1));
        assertFull(index::close);
      }

      disk.setMaxSizeInBytes(0);
      try (PictureIndex again = open(disk)) {
        assertHolds(again, work == null || work == Work.MERGE ? AFTER : BEFORE);
        put(again, BEFORE, AFTER);
        again.commit();
        again.optimize();
        assertHolds(again, AFTER);
      }
      return work;
    }
  }

  private static void assertFull(ThrowingCallable work) {
    assertThatThrownBy(work).isInstanceOfSatisfying(IndexException.class, DiskFullTest::assertFull);
  }

  private static void assertFull(IndexException e) {
    assertThat(e.reason()).isEqualTo(Reason.DISK);
    assertThat(e).hasMessageContainingAll("test", "cannot be written", "disk full", "is safe");
  }

  private static void assertHolds(PictureIndex index, int pictures) throws IOException {
    assertThat(index.statistics().pictures()).isEqualTo(pictures);
    for (int i = 0; i < pictures; i++) {
      assertThat(index.get("p" + i)).as("p%d", i).isPresent();
    }
  }

  private static PictureIndex open(MockDirectoryWrapper disk) throws IOException {
    // A view of the disk that outlives the index, as a disk does.
    return new PictureIndex(
        Path.of("test"),
        SPACE,
        Opening.open("test", "gen-000001", SETTINGS, new Kept(disk), SPACE, false));
  }

  private static void put(PictureIndex index, int from, int to) throws IOException {
    for (int i = from; i < to; i++) {
      float[] vector = new float[64];
      Random random = new Random(i);
      for (int d = 0; d < vector.length; d++) {
        vector[d] = random.nextFloat();
      }
      index.put(StoredPicture.of("p" + i), vector, SPACE);
    }
  }

  /** A directory that is not closed with the index in it. */
  private static final class Kept extends FilterDirectory {
    Kept(MockDirectoryWrapper disk) {
      super(disk);
    }

    @Override
    public void close() {}
  }
}
