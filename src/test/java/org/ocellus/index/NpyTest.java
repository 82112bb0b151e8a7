package org.ocellus.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyTest {
  /** What numpy.save writes of numpy.array([[1, 2.5], [-3, 0]], 'float32'), NumPy 2.2. */
  private static final byte[] OF_NUMPY =
      concat(
          HexFormat.of().parseHex("934e554d505901007600"),
          ("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }" + " ".repeat(58) + "\n")
              .getBytes(StandardCharsets.US_ASCII),
          HexFormat.of().parseHex("0000803f00002040000040c000000000"));

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void aFile() {
    file = folder.resolve("vectors.npy");
  }

  @Test
  void whatIsWrittenIsWhatNumPyWrites() throws IOException {
    try (NpyWriter writer = new NpyWriter(file, 2)) {
      writer.add(new float[] {1, 2.5f});
      writer.add(new float[] {-3, 0});
      assertThatThrownBy(() -> writer.add(new float[3]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("row 2 has 3 numbers, not 2");
    }
    assertThat(file).hasBinaryContent(OF_NUMPY);
  }

  @Test
  void whatNumPyWroteIsRead() throws IOException {
    Files.write(file, OF_NUMPY);
    try (NpyReader reader = new NpyReader(file)) {
      assertThat(reader.rows()).isEqualTo(2);
      assertThat(reader.dimension()).isEqualTo(2);
      assertThat(reader.next()).containsExactly(1, 2.5f);
      assertThat(reader.next()).containsExactly(-3, 0);
      assertThatThrownBy(reader::next).isInstanceOf(EOFException.class);
    }
  }

  @Test
  void anythingElseIsRefusedByName() throws IOException {
    String said = new String(OF_NUMPY, StandardCharsets.ISO_8859_1);
    for (String other :
        new String[] {
          said.replace("<f4", "<f8"),
          said.replace("False", "True "),
          said.replace("(2, 2)", "(2,)  "),
          "no NumPy file",
          ""
        }) {
      Files.writeString(file, other, StandardCharsets.ISO_8859_1);
      assertThatThrownBy(() -> new NpyReader(file).close())
          .isInstanceOf(IOException.class)
          .hasMessageContainingAll("vectors.npy", "numpy.save");
    }
  }

  @Test
  void aFileNotCompletedIsNoneYet() throws IOException {
    try (NpyWriter writer = new NpyWriter(file, 2)) {
      writer.add(new float[] {1, 2});
      assertThatThrownBy(() -> new NpyReader(file).close()).isInstanceOf(IOException.class);
    }
    new NpyReader(file).close();
  }

  private static byte[] concat(byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    ByteBuffer all = ByteBuffer.allocate(length);
    for (byte[] part : parts) {
      all.put(part);
    }
    return all.array();
  }
}
