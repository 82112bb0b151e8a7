package org.ocellus.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReducedDecodingTest {

  private final byte[] jpeg = encode("jpeg", 801, 401);

  private static byte[] encode(String format, int width, int height) {
    try {
      return TestPictures.encode(TestPictures.buffered(TestPictures.smooth(width, height)), format);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 801, 401",
    "1, 101, 51",
    "51, 101, 51",
    "52, 201, 101",
    "102, 401, 201",
    "201, 401, 201",
    "202, 801, 401",
    "9999, 801, 401"
  })
  void theSmallestScaleWhoseShortEdgeSufficesIsTaken(int minimum, int width, int height)
      throws IOException {
    RgbImage decoded = new ImageDecoder().decode(jpeg, "wide.jpg", minimum);

    assertThat(decoded.width()).isEqualTo(width);
    assertThat(decoded.height()).isEqualTo(height);
  }

  @Test
  void aReducedPictureLooksLikeTheFullOneScaledDown() throws IOException {
    byte[] even = encode("jpeg", 800, 400);
    RgbImage full = new ImageDecoder().decode(even, "even.jpg");
    RgbImage reduced = new ImageDecoder().decode(even, "even.jpg", 50);

    assertThat(TestPictures.greatestDifference(reduced, Resampling.BOX.resize(full, 100, 50)))
        .isLessThan(4);
  }

  @Test
  void otherFormatsAreDecodedInFull() throws IOException {
    assertThat(new ImageDecoder().decode(encode("png", 801, 401), "wide.png", 10).width())
        .isEqualTo(801);
  }

  @Test
  void preprocessingReducesOnlyWhenToldAndStaysAtTwiceTheTarget() throws IOException {
    PreprocessingBuilder builder = Preprocessing.builder().shortestEdge(50).crop(48);
    ImageDecoder decoder = new ImageDecoder();

    assertThat(builder.build().decode(decoder, jpeg, "wide.jpg").height()).isEqualTo(401);
    assertThat(builder.reducedDecoding(true).build().decode(decoder, jpeg, "wide.jpg").height())
        .isEqualTo(101);
  }

  @Test
  void aNegativeMinimumIsRefused() {
    assertThatThrownBy(() -> new ImageDecoder().decode(jpeg, "wide.jpg", -1))
        .hasMessageContaining("minShortEdge must be >= 0, got -1");
  }
}
