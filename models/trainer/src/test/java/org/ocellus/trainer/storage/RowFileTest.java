package org.ocellus.trainer.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class RowFileTest {
  private static final byte[] ROW = {1, 2, 3};

  @TempDir private Path folder;

  @Test
  void whatWasPutIsKnownAndTheRestIsNot() {
    RowFile rows = new RowFile(folder, List.of("a"), 5, 3);

    rows.put(3, ROW);

    assertThat(rows.get(3)).isEqualTo(ByteBuffer.wrap(ROW));
    assertThat(rows.isKnown(3)).isTrue();
    assertThat(rows.isKnown(2)).isFalse();
    assertThat(new RowFile(folder, List.of("a"), 5, 3).get(3)).isEqualTo(ByteBuffer.wrap(ROW));
    assertThat(new RowFile(folder, List.of("b"), 5, 3).isKnown(3)).isFalse();
  }

  /** Written through a mapping, a full disk ended the JVM. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void aFullDiskIsAnErrorThatNamesTheFile() throws Exception {
    RowFile rows = new RowFile(folder, List.of("a"), 5, 3);
    Path file = folder.resolve(rows.key() + ".rows");
    Files.delete(file);
    Files.createSymbolicLink(file, Path.of("/dev/full"));

    assertThatThrownBy(() -> rows.put(3, ROW))
        .isInstanceOf(StorageException.class)
        .hasMessage(
            "cannot write "
                + file
                + ": No space left on device; make room or give another --cache");
    assertThat(rows.isKnown(3)).isFalse();
    Files.delete(file);
  }

  @Test
  void moreThanTheDiskHasIsRefusedEvenIfASparseFileIsThere() throws Exception {
    int rows = (int) (Files.getFileStore(folder).getUsableSpace() >> 30) + 10;
    assertNoSpaceFor(rows);
    Path known;
    try (Stream<Path> files = Files.list(folder)) {
      known = files.findFirst().orElseThrow();
    }
    Path sparse = Path.of(known.toString().replace(".known", ".rows"));
    try (RandomAccessFile file = new RandomAccessFile(sparse.toFile(), "rw")) {
      file.setLength((long) rows << 30);
    }

    assertNoSpaceFor(rows);
  }

  private void assertNoSpaceFor(int rows) {
    assertThatThrownBy(() -> new RowFile(folder, List.of("a"), rows, 1 << 30))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("the cache in " + folder + " needs ")
        .hasMessageContaining("make room or give another --cache");
  }
}
