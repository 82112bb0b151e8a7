package org.ocellus.metadata;

import com.drew.lang.GeoLocation;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifSubIFDDirectory;
import com.drew.metadata.exif.GpsDirectory;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TimeZone;

/**
 * What a photograph's file says of itself.
 *
 * @param taken when the shutter was released, in seconds since 1970-01-01T00:00Z: EXIF
 *     DateTimeOriginal with OffsetTimeOriginal; where the offset is missing, as in most older
 *     files, the camera's wall clock is read as UTC and may be off by up to 14 hours
 * @param place where: the EXIF GPS position; 0, 0 (what devices without a fix write) and positions
 *     out of range are left out
 * @param keywords IPTC Keywords, then XMP dc:subject, then Windows' XPKeywords; trimmed, each once,
 *     in this order
 * @param caption the first that says something of XMP dc:description, IPTC Caption/Abstract and
 *     EXIF ImageDescription; what cameras write there by themselves is left out
 * @param title the first of XMP dc:title, IPTC Object Name and Windows' XPTitle
 */
public record PhotoMetadata(
    OptionalLong taken,
    Optional<Place> place,
    List<String> keywords,
    Optional<String> caption,
    Optional<String> title) {

  /** Nothing known. */
  public static final PhotoMetadata NONE =
      new PhotoMetadata(
          OptionalLong.empty(), Optional.empty(), List.of(), Optional.empty(), Optional.empty());

  /** Copies the keywords. */
  public PhotoMetadata {
    Objects.requireNonNull(taken, "taken");
    Objects.requireNonNull(place, "place");
    keywords = List.copyOf(keywords);
    Objects.requireNonNull(caption, "caption");
    Objects.requireNonNull(title, "title");
  }

  /**
   * Reads what JPEG, PNG, WebP, TIFF and GIF files carry. Broken or missing metadata, and bytes
   * that are no picture, are no error: what could be read is returned, {@link #NONE} at worst.
   *
   * @param bytes the picture's file, whole
   * @param name what the log calls it: a path or an id
   */
  public static PhotoMetadata read(byte[] bytes, String name) {
    Objects.requireNonNull(bytes, "bytes");
    Metadata metadata = MetadataSource.read(bytes, name);
    TextFields text = new TextFields(metadata);
    return new PhotoMetadata(
        taken(metadata), place(metadata), text.keywords(), text.caption(), text.title());
  }

  private static OptionalLong taken(Metadata metadata) {
    for (var exif : metadata.getDirectoriesOfType(ExifSubIFDDirectory.class)) {
      Date date = exif.getDateOriginal(TimeZone.getTimeZone("UTC"));
      if (date != null) {
        return OptionalLong.of(Math.floorDiv(date.getTime(), 1000L));
      }
    }
    return OptionalLong.empty();
  }

  private static Optional<Place> place(Metadata metadata) {
    for (var gps : metadata.getDirectoriesOfType(GpsDirectory.class)) {
      GeoLocation location = gps.getGeoLocation();
      if (location != null
          && !location.isZero()
          && Math.abs(location.getLatitude()) <= 90
          && Math.abs(location.getLongitude()) <= 180) {
        return Optional.of(new Place(location.getLatitude(), location.getLongitude()));
      }
    }
    return Optional.empty();
  }
}
