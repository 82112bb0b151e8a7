package org.ocellus.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.FilterIndexOutput;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexOutput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.index.IndexException.Reason;

class DiskFullTest {
  private static final Space SPACE = Space.ofOwnVectors(64);
  private static final IndexSettings SETTINGS = IndexSettings.of(VectorStorage.DEFAULT, null, null);

  @TempDir Path folder;

  @Test
  void aFullDiskIsNamedAndWhatWasCommittedBeforeIsSafe() throws IOException {
    AtomicLong free = new AtomicLong(Long.MAX_VALUE);
    PictureIndex index = open(free);
    put(index, 0, 100);
    index.commit();
    free.set(20_000);
    assertThatThrownBy(
            () -> {
              put(index, 100, 2000);
              index.commit();
            })
        .isInstanceOfSatisfying(
            IndexException.class, e -> assertThat(e.reason()).isEqualTo(Reason.DISK))
        .hasMessageContainingAll("cannot be written", "No space left", "is safe");
    // Whatever is tried next says the same, and closing does not hide it either.
    assertThatThrownBy(() -> put(index, 0, 1)).isInstanceOf(IndexException.class);
    index.close();

    free.set(Long.MAX_VALUE);
    try (PictureIndex again = open(free)) {
      assertThat(again.statistics().pictures()).isEqualTo(100);
      put(again, 100, 200);
      again.commit();
      assertThat(again.statistics().pictures()).isEqualTo(200);
    }
  }

  private PictureIndex open(AtomicLong free) throws IOException {
    Directory disk = new SmallDisk(FSDirectory.open(folder), free);
    return new PictureIndex(
        folder, SPACE, Opening.open("test", "gen-000001", SETTINGS, disk, SPACE, false));
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

  /** A disk with so many bytes left. */
  private static final class SmallDisk extends FilterDirectory {
    private final AtomicLong free;

    SmallDisk(Directory in, AtomicLong free) {
      super(in);
      this.free = free;
    }

    @Override
    public IndexOutput createOutput(String name, IOContext context) throws IOException {
      return new FilterIndexOutput("small disk", name, in.createOutput(name, context)) {
        @Override
        public void writeByte(byte b) throws IOException {
          take(1);
          super.writeByte(b);
        }

        @Override
        public void writeBytes(byte[] b, int offset, int length) throws IOException {
          take(length);
          super.writeBytes(b, offset, length);
        }
      };
    }

    private void take(int bytes) throws IOException {
      if (free.addAndGet(-bytes) < 0) {
        throw new IOException("No space left on device");
      }
    }
  }
}
