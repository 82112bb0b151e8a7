package org.ocellus.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UndisturbedTest {
  @TempDir Path folder;

  @AfterEach
  void forgetTheInterrupt() {
    Thread.interrupted();
  }

  private void write(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[3]));
    }
  }

  @Test
  void anInterruptedCallersFilesAreStillWritten() throws Exception {
    Path file = folder.resolve("file");
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> write(file)).isInstanceOf(ClosedByInterruptException.class);

    Undisturbed.run(() -> write(file));

    assertThat(Files.size(file)).isEqualTo(3);
    assertThat(Thread.currentThread().isInterrupted()).as("kept for the caller").isTrue();
  }

  @Test
  void whatGoesWrongReachesTheCaller() {
    assertThatThrownBy(
            () ->
                Undisturbed.run(
                    () -> {
                      throw new IOException("disk full");
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage("disk full");
  }
}
