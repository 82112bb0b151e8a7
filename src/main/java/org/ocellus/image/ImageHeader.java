package org.ocellus.image;

import com.drew.imaging.ImageProcessingException;
import com.drew.imaging.bmp.BmpMetadataReader;
import com.drew.imaging.gif.GifMetadataReader;
import com.drew.imaging.jpeg.JpegMetadataReader;
import com.drew.imaging.png.PngChunkReader;
import com.drew.imaging.png.PngChunkType;
import com.drew.imaging.tiff.TiffMetadataReader;
import com.drew.imaging.webp.WebpMetadataReader;
import com.drew.lang.ByteArrayReader;
import com.drew.lang.SequentialByteArrayReader;
import com.drew.metadata.Directory;
import com.drew.metadata.ErrorDirectory;
import com.drew.metadata.Metadata;
import com.drew.metadata.MetadataException;
import com.drew.metadata.bmp.BmpHeaderDirectory;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.exif.ExifReader;
import com.drew.metadata.gif.GifHeaderDirectory;
import com.drew.metadata.jpeg.JpegDirectory;
import com.drew.metadata.jpeg.JpegReader;
import com.drew.metadata.webp.WebpDirectory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ocellus.image.ImageDecodingException.Reason;

/**
 * What a picture's header says, read without decoding any pixel.
 *
 * @param format told by the content
 * @param width pixels in a stored row, before {@code orientation} is applied
 * @param height stored rows, before {@code orientation} is applied
 * @param orientation how to turn the stored picture; {@link Orientation#NORMAL} where it is not
 *     said
 */
public record ImageHeader(ImageFormat format, int width, int height, Orientation orientation) {

  private record Size(long width, long height) {}

  /** The width of the picture as it is to be shown, {@code orientation} applied. */
  public int shownWidth() {
    return orientation.swapsSides() ? height : width;
  }

  /** The height of the picture as it is to be shown, {@code orientation} applied. */
  public int shownHeight() {
    return orientation.swapsSides() ? width : height;
  }

  /**
   * Reads the header of a whole picture.
   *
   * @param bytes the picture's file
   * @param name what errors call it: a path or an id
   * @throws ImageDecodingException for empty input, for what is no picture, for kinds and flavours
   *     that are not read here (named), for a broken header and for one without pixels
   */
  public static ImageHeader read(byte[] bytes, String name) throws ImageDecodingException {
    if (bytes.length == 0) {
      throw new ImageDecodingException(name, Reason.EMPTY, "the picture is empty (0 bytes)");
    }
    Signature signature = Signature.of(bytes);
    if (signature == null) {
      throw new ImageDecodingException(
          name, Reason.NOT_AN_IMAGE, "the content is no picture of a known kind");
    }
    ImageFormat format = signature.format();
    if (format == null) {
      throw new ImageDecodingException(
          name, Reason.UNSUPPORTED, signature.kind() + " is not read here");
    }
    Metadata metadata = metadata(bytes, name, format);
    Size size = size(bytes, metadata, format);
    if (size == null) {
      throw broken(bytes, name, format, null);
    }
    if (size.width < 1 || size.height < 1) {
      throw new ImageDecodingException(
          name,
          Reason.CORRUPT,
          "the %s header gives %d x %d pixels".formatted(format, size.width, size.height));
    }
    if (size.width > Integer.MAX_VALUE || size.height > Integer.MAX_VALUE) {
      throw new ImageDecodingException(
          name,
          Reason.TOO_LARGE,
          "the picture has " + size.width + " x " + size.height + " pixels");
    }
    if (format == ImageFormat.TIFF) {
      TiffFlavour.requireReadable(metadata, name);
    }
    return new ImageHeader(format, (int) size.width, (int) size.height, orientation(metadata));
  }

  private static Metadata metadata(byte[] bytes, String name, ImageFormat format)
      throws ImageDecodingException {
    ByteArrayInputStream in = new ByteArrayInputStream(bytes);
    try {
      return switch (format) {
        case JPEG ->
            JpegMetadataReader.readMetadata(in, List.of(new JpegReader(), new ExifReader()));
        case PNG -> png(bytes);
        case WEBP -> WebpMetadataReader.readMetadata(in);
        case TIFF -> TiffMetadataReader.readMetadata(new ByteArrayReader(bytes));
        case GIF -> GifMetadataReader.readMetadata(in);
        case BMP -> BmpMetadataReader.readMetadata(in);
      };
    } catch (ImageProcessingException | IOException | RuntimeException e) {
      throw broken(bytes, name, format, e);
    }
  }

  private static ImageDecodingException broken(
      byte[] bytes, String name, ImageFormat format, @Nullable Exception cause) {
    return Completeness.of(bytes, format)
        ? new ImageDecodingException(
            name, Reason.CORRUPT, "the " + format + " header cannot be read", cause)
        : ImageDecodingException.truncated(name, format);
  }

  /**
   * PNG keeps its size at a fixed place; of the chunks only eXIf is wanted, and nothing inflated.
   */
  private static Metadata png(byte[] bytes) {
    Metadata metadata = new Metadata();
    try {
      for (var chunk :
          new PngChunkReader()
              .extract(new SequentialByteArrayReader(bytes), Set.of(PngChunkType.eXIf))) {
        new ExifReader().extract(new ByteArrayReader(chunk.getBytes()), metadata);
      }
    } catch (ImageProcessingException | IOException | RuntimeException e) {
      metadata.addDirectory(new ErrorDirectory(String.valueOf(e.getMessage())));
    }
    return metadata;
  }

  private static @Nullable Size size(byte[] bytes, Metadata metadata, ImageFormat format) {
    return switch (format) {
      case JPEG ->
          size(
              metadata.getFirstDirectoryOfType(JpegDirectory.class),
              JpegDirectory.TAG_IMAGE_WIDTH,
              JpegDirectory.TAG_IMAGE_HEIGHT);
      case PNG ->
          bytes.length < 24
              ? null
              : new Size(Bytes.bigEndian32(bytes, 16), Bytes.bigEndian32(bytes, 20));
      case WEBP ->
          size(
              metadata.getFirstDirectoryOfType(WebpDirectory.class),
              WebpDirectory.TAG_IMAGE_WIDTH,
              WebpDirectory.TAG_IMAGE_HEIGHT);
      case TIFF ->
          size(
              metadata.getFirstDirectoryOfType(ExifIFD0Directory.class),
              ExifIFD0Directory.TAG_IMAGE_WIDTH,
              ExifIFD0Directory.TAG_IMAGE_HEIGHT);
      case GIF ->
          size(
              metadata.getFirstDirectoryOfType(GifHeaderDirectory.class),
              GifHeaderDirectory.TAG_IMAGE_WIDTH,
              GifHeaderDirectory.TAG_IMAGE_HEIGHT);
      case BMP ->
          size(
              metadata.getFirstDirectoryOfType(BmpHeaderDirectory.class),
              BmpHeaderDirectory.TAG_IMAGE_WIDTH,
              BmpHeaderDirectory.TAG_IMAGE_HEIGHT);
    };
  }

  private static @Nullable Size size(@Nullable Directory directory, int width, int height) {
    if (directory == null) {
      return null;
    }
    try {
      // A BMP stored from the top has a negative height.
      return new Size(directory.getLong(width), Math.abs(directory.getLong(height)));
    } catch (MetadataException e) {
      return null;
    }
  }

  private static Orientation orientation(Metadata metadata) {
    Directory exif = metadata.getFirstDirectoryOfType(ExifIFD0Directory.class);
    Integer value = exif == null ? null : exif.getInteger(ExifIFD0Directory.TAG_ORIENTATION);
    return value == null ? Orientation.NORMAL : Orientation.fromExif(value);
  }
}
