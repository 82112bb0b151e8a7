package org.ocellus.benchmarks.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.index.NpyWriter;

/** Against bytes written out by hand, as the formats' descriptions have them. */
class VectorReaderTest {
  @TempDir Path folder;

  @Test
  void floatsBytesAndIntsAreRowsThatBeginWithTheirLength() throws IOException {
    // 1.5 is 0x3FC00000, -2 is 0xC0000000.
    byte[] floats = {2, 0, 0, 0, 0, 0, (byte) 0xC0, 0x3F, 0, 0, 0, (byte) 0xC0};
    byte[] bytes = {2, 0, 0, 0, 7, (byte) 0xFF, 2, 0, 0, 0, 0, 1};
    byte[] ints = {1, 0, 0, 0, 1, 2, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4, 0, 0, 0};

    assertThat(VectorReader.read(file("a.fvecs", floats))).isDeepEqualTo(rows(1.5f, -2));
    assertThat(VectorReader.read(file("a.bvecs", bytes)))
        .isDeepEqualTo(new float[][] {{7, 255}, {0, 1}});
    assertThat(VectorReader.ivecs(file("a.ivecs", ints)))
        .isDeepEqualTo(new int[][] {{513}, {3, 4}});
  }

  @Test
  void numpyAndMnistFilesAreReadToo() throws IOException {
    Path npy = folder.resolve("a.npy");
    try (NpyWriter out = new NpyWriter(npy, 2)) {
      out.add(new float[] {3, 4});
    }
    byte[] mnist = {0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 9, (byte) 200};
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(zipped)) {
      out.write(mnist);
    }

    assertThat(VectorReader.read(npy)).isDeepEqualTo(rows(3, 4));
    assertThat(VectorReader.read(file("x-idx3-ubyte", mnist))).isDeepEqualTo(rows(9, 200));
    assertThat(VectorReader.read(file("x-idx3-ubyte.gz", zipped.toByteArray())))
        .isDeepEqualTo(rows(9, 200));
  }

  @Test
  void whatIsNoFileOfVectorsIsSaidByName() throws IOException {
    byte[] rows = {1, 0, 0, 0, 5, 2, 0, 0, 0, 6, 7};

    assertThatThrownBy(() -> VectorReader.read(file("odd.bvecs", rows)))
        .hasMessageContaining("row 1 of ")
        .hasMessageContaining("has 2 numbers, the first has 1");
    assertThatThrownBy(() -> VectorReader.read(file("cut.bvecs", Arrays.copyOf(rows, 10))))
        .isInstanceOf(EOFException.class)
        .hasMessageContaining("cut.bvecs ends within a row");
    assertThatThrownBy(
            () ->
                VectorReader.read(
                    file("text.fvecs", "some words".getBytes(StandardCharsets.US_ASCII))))
        .hasMessageContaining("it is of another kind");
    assertThatThrownBy(() -> VectorReader.read(file("a.csv", rows)))
        .hasMessageContaining("must end in .npy");
    assertThatThrownBy(() -> VectorReader.read(folder.resolve("none.npy")))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("./ocellus bench embed");
  }

  private static float[][] rows(float... row) {
    return new float[][] {row};
  }

  private Path file(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }
}
