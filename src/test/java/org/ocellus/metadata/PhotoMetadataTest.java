package org.ocellus.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On pictures made by {@code metadata/make_metadata.py}. */
class PhotoMetadataTest {

  private static final long TAKEN = Instant.parse("2023-07-01T17:30:05Z").getEpochSecond();

  private static byte[] bytes(String name) throws IOException {
    try (InputStream in = PhotoMetadataTest.class.getResourceAsStream("/metadata/" + name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }

  private static PhotoMetadata read(String name) throws IOException {
    return PhotoMetadata.read(bytes(name), name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"full.jpg", "full.png", "full.webp", "full.tif"})
  void dateAndPlaceAreReadFromEveryFormat(String name) throws IOException {
    PhotoMetadata photo = read(name);

    assertThat(photo.taken()).hasValue(TAKEN);
    Place place = photo.place().orElseThrow();
    assertThat(place.latitude()).isCloseTo(38.690333, within(1e-6));
    assertThat(place.longitude()).isCloseTo(-9.177, within(1e-6));
  }

  @Test
  void keywordsComeFromIptcThenXmpThenWindowsEachOnce() throws IOException {
    assertThat(read("full.jpg").keywords())
        .containsExactly("bridge", "Brücke", "Tejo", "Lisboa à noite", "night", "river");
  }

  @Test
  void xmpIsReadFromPngAndWebp() throws IOException {
    assertThat(read("full.png").caption()).hasValue("The bridge in the rain");
    assertThat(read("full.webp").caption()).hasValue("The bridge in the rain");
    assertThat(read("full.png").keywords()).contains("Lisboa à noite");
  }

  @Test
  void captionAndTitleComeFromXmpThenIptcThenExif() throws IOException {
    assertThat(read("full.jpg").caption()).hasValue("The bridge in the rain");
    assertThat(read("full.jpg").title()).hasValue("Ponte");
    assertThat(read("iptc.jpg").caption()).hasValue("IPTC caption");
    assertThat(read("iptc.jpg").title()).hasValue("IPTC title");
    assertThat(read("exif.jpg").caption()).hasValue("EXIF says so");
    assertThat(read("exif.jpg").title()).hasValue("Windows title");
  }

  @Test
  void withoutAnOffsetTheWallClockIsReadAsUtc() throws IOException {
    assertThat(read("no-offset.jpg").taken()).hasValue(TAKEN + 3600);
  }

  @Test
  void datesBefore1970AreNegativeAndBlankOnesAbsent() throws IOException {
    assertThat(read("before-1970.jpg").taken()).hasValue(-2);
    assertThat(read("blank-date.jpg").taken()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"null-island.jpg", "off-the-earth.jpg"})
  void positionsThatCannotBeAreLeftOut(String name) throws IOException {
    assertThat(read(name).place()).isEmpty();
  }

  @Test
  void whatCamerasWriteByThemselvesIsNoCaption() throws IOException {
    assertThat(read("camera-text.jpg").caption()).isEmpty();
  }

  @Test
  void aDescriptionThatIsNotUtf8IsReadAsWestern() throws IOException {
    assertThat(read("latin1.jpg").caption()).hasValue("Café");
  }

  @Test
  void aPictureWithoutMetadataHasNone() throws IOException {
    assertThat(read("none.jpg")).isEqualTo(PhotoMetadata.NONE);
    assertThat(PhotoMetadata.read(new byte[0], "empty")).isEqualTo(PhotoMetadata.NONE);
    assertThat(PhotoMetadata.read(new byte[] {1, 2, 3}, "junk")).isEqualTo(PhotoMetadata.NONE);
  }

  @Test
  void anExtendedXmpPacketThatClaimsGigabytesCostsNothingElse() throws IOException {
    PhotoMetadata photo = read("huge-xmp.jpg");

    assertThat(photo.taken()).isPresent();
    assertThat(photo.keywords()).contains("bridge");
  }

  @Test
  void suchAPacketIsKnownInCapitalsToo() throws IOException {
    byte[] bytes = bytes("huge-xmp.jpg");
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    bytes[text.indexOf("http://ns.adobe.com/xmp/extension")] = 'H';

    assertThat(PhotoMetadata.read(bytes, "capital").keywords()).contains("bridge");
  }

  @Test
  void aTextThatInflatesAThousandfoldIsPassedOver() throws IOException {
    assertThat(read("inflating.png").taken()).hasValue(TAKEN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"full.jpg", "full.png", "full.webp", "full.tif"})
  void metadataCutOffAnywhereNeverThrows(String name) throws IOException {
    byte[] whole = bytes(name);
    for (int length = 0; length < whole.length; length++) {
      PhotoMetadata photo = PhotoMetadata.read(Arrays.copyOf(whole, length), name);
      // What was cut may be absent, but never wrong.
      assertThat(photo.taken().orElse(TAKEN)).isIn(TAKEN, TAKEN + 3600);
    }
  }

  @Test
  void aPlaceOffTheEarthIsRefused() {
    assertThatThrownBy(() -> new Place(90.5, 0))
        .hasMessageContaining("latitude")
        .hasMessageContaining("90.5");
    assertThatThrownBy(() -> new Place(0, Double.NaN)).hasMessageContaining("longitude");
  }
}
