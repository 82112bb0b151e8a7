package org.ocellus.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.image.RgbImage;

class IdxSourceTest {
  /** Two pictures of two rows and three columns. */
  private static final byte[] IMAGES = {
    0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6, -1, -2, -3, -4, -5, -6
  };

  private static final byte[] LABELS = {0, 0, 8, 1, 0, 0, 0, 2, 1, 0};

  @TempDir private Path data;

  @Test
  void greyPicturesBecomeRgbWithEqualChannels() throws IOException {
    write("images", IMAGES);
    write("labels", LABELS);

    List<Example> pictures = source(List.of("shoe", "shirt")).read(data);

    assertThat(pictures)
        .extracting(Example::labels)
        .containsExactly(List.of("shirt"), List.of("shoe"));
    RgbImage second = pictures.get(1).content().decode();
    assertThat(second.width()).isEqualTo(3);
    assertThat(second.height()).isEqualTo(2);
    assertThat(second.rgb())
        .containsExactly(-1, -1, -1, -2, -2, -2, -3, -3, -3, -4, -4, -4, -5, -5, -5, -6, -6, -6);
    assertThat(pictures.get(1).content().name()).isEqualTo(data.resolve("images") + "[1]");
  }

  @Test
  void gzippedFilesAreReadAsPlainOnes() throws IOException {
    write("images", IMAGES);
    write("labels", LABELS);
    List<Example> plain = source(null).read(data);
    write("images", gzip(IMAGES));
    write("labels", gzip(LABELS));
    List<Example> zipped = source(null).read(data);

    assertThat(zipped).extracting(Example::labels).containsExactly(List.of("1"), List.of("0"));
    for (int i = 0; i < 2; i++) {
      assertThat(zipped.get(i).content().decode().rgb())
          .isEqualTo(plain.get(i).content().decode().rgb());
    }
  }

  @Test
  void eachPictureHasAStampOfItsOwn() throws IOException {
    write("images", IMAGES);
    write("labels", LABELS);
    List<Example> pictures = source(null).read(data);

    assertThat(pictures.get(0).content().stamp()).isNotEqualTo(pictures.get(1).content().stamp());
  }

  @Test
  void anotherKindOfFileIsNamed() throws IOException {
    write("images", LABELS);
    write("labels", LABELS);

    assertThatThrownBy(() -> source(null).read(data))
        .isInstanceOf(DataException.class)
        .hasMessage(
            data.resolve("images")
                + " is not an IDX file of 3 dimensions: it begins with 0x00000801 instead of"
                + " 0x00000803");
  }

  @Test
  void aTruncatedFileIsNamed() throws IOException {
    write("images", Arrays.copyOf(IMAGES, IMAGES.length - 1));
    write("labels", LABELS);

    assertThatThrownBy(() -> source(null).read(data))
        .isInstanceOf(DataException.class)
        .hasMessage(
            data.resolve("images")
                + " says that it holds 2×2×3 values, but has 11; download it again");
  }

  @Test
  void aTruncatedGzipFileIsNamed() throws IOException {
    byte[] whole = gzip(IMAGES);
    write("images", Arrays.copyOf(whole, whole.length - 12));
    write("labels", LABELS);

    assertThatThrownBy(() -> source(null).read(data))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("cannot read " + data.resolve("images"));
  }

  @Test
  void anEmptyFileAndOneThatPromisesTheWorldAreNamed() throws IOException {
    write("labels", LABELS);
    write("images", new byte[0]);
    assertThatThrownBy(() -> source(null).read(data)).hasMessageContaining("begins with 0 bytes");

    byte[] huge = IMAGES.clone();
    Arrays.fill(huge, 4, 16, (byte) 0x7F);
    write("images", huge);
    assertThatThrownBy(() -> source(null).read(data))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("can be read");
  }

  @Test
  void countsThatDifferAreNamed() throws IOException {
    write("images", IMAGES);
    write("labels", new byte[] {0, 0, 8, 1, 0, 0, 0, 1, 1});

    assertThatThrownBy(() -> source(null).read(data))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("source 'test'")
        .hasMessageContaining("2 pictures")
        .hasMessageContaining("1 labels");
  }

  @Test
  void aClassWithoutANameIsNamed() throws IOException {
    write("images", IMAGES);
    write("labels", LABELS);

    assertThatThrownBy(() -> source(List.of("shoe")).read(data))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(
            "labels[0] is of class 1, but the names end at class 0; name all from 0");
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatThrownBy(() -> source(null).read(data))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("source 'test': cannot read " + data.resolve("images"))
        .hasMessageContaining("--data");
  }

  private static IdxSource source(@Nullable List<String> names) {
    return new IdxSource("test", "self-made", "images", "labels", names, null, null, null, null);
  }

  private void write(String name, byte[] bytes) throws IOException {
    Files.write(data.resolve(name), bytes);
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
      out.write(bytes);
    }
    return zipped.toByteArray();
  }
}
