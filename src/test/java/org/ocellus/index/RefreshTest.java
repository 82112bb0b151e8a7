package org.ocellus.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexOutput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RefreshTest {
  @TempDir Path folder;

  @Test
  void picturesArePutFoundAndDeletedWhileARefreshWrites() throws Exception {
    SlowDisk disk = new SlowDisk(FSDirectory.open(folder));
    try (PictureIndex index = open(disk)) {
      index.put(StoredPicture.of("a"), null, null);
      index.commit();
      index.put(StoredPicture.of("b"), null, null);

      disk.hold();
      CompletableFuture<Void> refresh = CompletableFuture.runAsync(() -> refresh(index));
      disk.awaitWriting();
      index.put(StoredPicture.of("c"), null, null);
      index.delete("a");
      assertThat(index.get("a")).isPresent();
      assertThat(index.get("b")).isEmpty();
      disk.release();
      refresh.join();

      // What came while the refresh ran is changed as it is now, not as it was.
      assertThat(index.update("a", picture -> picture)).isFalse();
      assertThat(index.update("c", picture -> picture.withKeywords(List.of("x")))).isTrue();
      index.refresh();
      assertThat(index.get("c").orElseThrow().keywords()).hasSize(1);
      assertThat(index.statistics().pictures()).isEqualTo(2);
    }
  }

  private PictureIndex open(Directory directory) throws IOException {
    IndexSettings settings = IndexSettings.of(VectorStorage.DEFAULT, null, null);
    return new PictureIndex(
        folder, null, Opening.open("test", "gen-000001", settings, directory, null, false));
  }

  private static void refresh(PictureIndex index) {
    try {
      index.refresh();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** A disk on which one writing thread can be held. */
  private static final class SlowDisk extends FilterDirectory {
    private final CountDownLatch writing = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private volatile boolean held;

    SlowDisk(Directory in) {
      super(in);
    }

    void hold() {
      held = true;
    }

    void awaitWriting() throws InterruptedException {
      writing.await();
    }

    void release() {
      released.countDown();
    }

    @Override
    public IndexOutput createOutput(String name, IOContext context) throws IOException {
      if (held) {
        held = false;
        writing.countDown();
        try {
          released.await();
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      }
      return super.createOutput(name, context);
    }
  }
}
