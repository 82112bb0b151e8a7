package org.ocellus.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ocellus.image.ImageDecodingException.Reason;

class RefusedPicturesTest {

  private static final ImageDecoder DECODER = new ImageDecoder();

  private static void assertRefused(byte[] bytes, String name, Reason reason) {
    assertThatThrownBy(() -> DECODER.decode(bytes, name))
        .isInstanceOfSatisfying(
            ImageDecodingException.class, e -> assertThat(e.reason()).isEqualTo(reason))
        .hasMessageStartingWith(name + ": ")
        .hasMessageContaining("; ");
  }

  private static byte[] picture(String name) throws IOException {
    return TestPictures.bytes("/pictures/" + name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "baseline.jpg",
        "progressive.jpg",
        "rgb.png",
        "lossless.webp",
        "lossy.webp",
        "still.gif",
        "rgb.tif",
        "rgb.bmp"
      })
  void aTruncatedPictureIsRefusedAndNamed(String name) throws IOException {
    byte[] whole = picture(name);
    for (int length = 16; length < whole.length; length += 1 + whole.length / 60) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertRefused(cut, name, Reason.TRUNCATED);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cmyk.jpg",
        "alpha.png",
        "palette.png",
        "animated.webp",
        "interlaced.gif",
        "rgb-lzw.tif",
        "rgb-jpeg.tif",
        "fax.tif",
        "palette.bmp"
      })
  void noPrefixOfAPicturePassesForTheWhole(String name) throws IOException {
    byte[] whole = picture(name);
    for (int length = 0; length < whole.length; length += 1 + whole.length / 40) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> DECODER.decode(cut, name))
          .as("the first %d of %d bytes", length, whole.length)
          .isInstanceOf(ImageDecodingException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"baseline.jpg", "progressive.jpg", "rgb.png", "still.gif", "rgb.bmp"})
  void whatFollowsACompletePictureIsIgnored(String name) throws IOException {
    byte[] whole = picture(name);
    byte[] longer = Arrays.copyOf(whole, whole.length + 5000);
    Arrays.fill(longer, whole.length, longer.length, (byte) 0x5A);

    assertThat(DECODER.decode(longer, name).rgb()).isEqualTo(DECODER.decode(whole, name).rgb());
  }

  @Test
  void anEmptyFileIsRefusedAndNamed() {
    assertRefused(new byte[0], "empty.jpg", Reason.EMPTY);
  }

  @Test
  void whatIsNoPictureIsRefusedAndNamed() {
    assertRefused("Dear diary".getBytes(StandardCharsets.UTF_8), "diary.jpg", Reason.NOT_AN_IMAGE);
    assertRefused(new byte[1000], "zeros.png", Reason.NOT_AN_IMAGE);
  }

  @ParameterizedTest
  @CsvSource({
    "ftypavif, AVIF",
    "ftypheic, HEIC",
    "ftypheix, HEIC",
    "ftypmif1, HEIF",
    "ftypisom, video"
  })
  void kindsThatAreNotReadAreNamed(String brand, String kind) {
    byte[] bytes = ("\0\0\0\u001C" + brand + "\0\0\0\0mif1").getBytes(StandardCharsets.ISO_8859_1);

    assertRefused(bytes, "picture.jpg", Reason.UNSUPPORTED);
    assertThatThrownBy(() -> DECODER.decode(bytes, "picture.jpg")).hasMessageContaining(kind);
  }

  @Test
  void theContentDecidesNotTheExtension(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("photo.jpg"), picture("rgb.png"));

    assertThat(DECODER.decode(file).rgb()).isEqualTo(DECODER.decode(picture("rgb.png"), "").rgb());
  }

  @Test
  void errorsNameThePath(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("cut.jpg"), Arrays.copyOf(picture("baseline.jpg"), 700));

    assertThatThrownBy(() -> DECODER.decode(file))
        .isInstanceOf(ImageDecodingException.class)
        .hasMessageContaining(file.toString());
    assertThatThrownBy(() -> DECODER.decode(folder.resolve("absent.jpg")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {60_000, Integer.MAX_VALUE})
  void aGiganticHeaderIsRefusedBeforeAnythingIsDecoded(int side) throws IOException {
    byte[] png = withPngSize(picture("rgb.png"), side, side);

    assertRefused(png, "bomb.png", Reason.TOO_LARGE);
    assertThatThrownBy(() -> DECODER.decode(png, "bomb.png")).hasMessageContaining("" + side);
  }

  @Test
  void theLimitCountsPixelsAndIsInclusive() throws IOException {
    byte[] png = picture("rgb.png");

    assertThat(new ImageDecoder(40 * 24).decode(png, "p").width()).isEqualTo(40);
    assertThatThrownBy(() -> new ImageDecoder(40 * 24 - 1).decode(png, "p"))
        .hasMessageContaining("959");
    assertThatThrownBy(() -> new ImageDecoder(0)).hasMessageContaining("maxPixels");
  }

  @Test
  void aHeaderWithoutPixelsIsRefused() throws IOException {
    assertRefused(withPngSize(picture("rgb.png"), 0, 24), "flat.png", Reason.CORRUPT);
    byte[] bmp = picture("rgb.bmp");
    Arrays.fill(bmp, 18, 22, (byte) 0);
    assertRefused(bmp, "flat.bmp", Reason.CORRUPT);
  }

  @Test
  void damagedPixelDataAreRefused() throws IOException {
    byte[] png = picture("rgb.png");
    Arrays.fill(png, 100, 300, (byte) 0x33);
    assertRefused(png, "damaged.png", Reason.CORRUPT);
  }

  @Test
  void aPngWithoutPixelDataIsRefusedAtOnce() throws IOException {
    byte[] png = picture("rgb.png");
    png[37] = 'J'; // IDAT becomes an unknown chunk
    assertRefused(png, "hollow.png", Reason.TRUNCATED);
  }

  private static byte[] withPngSize(byte[] png, int width, int height) {
    java.nio.ByteBuffer header = java.nio.ByteBuffer.wrap(png).putInt(16, width).putInt(20, height);
    java.util.zip.CRC32 crc = new java.util.zip.CRC32();
    crc.update(png, 12, 17);
    header.putInt(29, (int) crc.getValue());
    return png;
  }
}
