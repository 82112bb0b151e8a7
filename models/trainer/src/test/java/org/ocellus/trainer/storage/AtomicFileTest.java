package org.ocellus.trainer.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void oldContent() throws Exception {
    file = Files.writeString(folder.resolve("file"), "old");
  }

  @Test
  void newContentReplacesTheOld() {
    AtomicFile.write(file, "new".getBytes(UTF_8));

    assertThat(file).hasContent("new");
    assertThat(folder).isDirectoryNotContaining("glob:**.new");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void onAFullDiskTheOldContentStaysAndTheSpaceIsSaid() throws Exception {
    Files.createSymbolicLink(folder.resolve("file.new"), Path.of("/dev/full"));

    assertThatThrownBy(() -> AtomicFile.write(file, new byte[12345]))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("cannot write " + file)
        .hasMessageContaining("No space left on device, 12,345 bytes are needed; make room");

    assertThat(file).hasContent("old");
    assertThat(folder).isDirectoryNotContaining("glob:**.new");
  }

  @Test
  void contentThatFailsLeavesTheOld() {
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    sink -> {
                      throw new IllegalStateException("half");
                    }))
        .hasMessage("half");

    assertThat(file).hasContent("old");
    assertThat(folder).isDirectoryNotContaining("glob:**.new");
  }

  @Test
  void anInterruptedThreadStillWrites() {
    Thread.currentThread().interrupt();

    AtomicFile.write(file, "new".getBytes(UTF_8));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(file).hasContent("new");
  }
}
