package org.ocellus.metadata;

import com.drew.imaging.FileType;
import com.drew.imaging.FileTypeDetector;
import com.drew.imaging.ImageProcessingException;
import com.drew.imaging.gif.GifMetadataReader;
import com.drew.imaging.jpeg.JpegMetadataReader;
import com.drew.imaging.png.PngMetadataReader;
import com.drew.imaging.tiff.TiffMetadataReader;
import com.drew.imaging.webp.WebpMetadataReader;
import com.drew.lang.ByteArrayReader;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifReader;
import com.drew.metadata.iptc.IptcReader;
import com.drew.metadata.photoshop.PhotoshopReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Runs metadata-extractor over what it may safely see; whatever fails gives empty metadata. */
final class MetadataSource {

  private static final System.Logger LOG = System.getLogger(MetadataSource.class.getName());

  private MetadataSource() {}

  static Metadata read(byte[] bytes, String name) {
    try (InputStream in = new ByteArrayInputStream(bytes)) {
      FileType type = FileTypeDetector.detectFileType(in);
      return switch (type) {
        case Jpeg ->
            JpegMetadataReader.readMetadata(
                in,
                List.of(
                    new ExifReader(),
                    new BoundedXmpReader(),
                    new PhotoshopReader(), // IPTC lies inside Photoshop's segment
                    new IptcReader()));
        case Png -> PngMetadataReader.readMetadata(PngText.of(bytes));
        case WebP -> WebpMetadataReader.readMetadata(in);
        case Tiff -> TiffMetadataReader.readMetadata(new ByteArrayReader(bytes));
        case Gif -> GifMetadataReader.readMetadata(in);
        default -> new Metadata();
      };
    } catch (ImageProcessingException | IOException | RuntimeException e) {
      LOG.log(System.Logger.Level.DEBUG, () -> name + ": metadata cannot be read: " + e);
      return new Metadata();
    }
  }
}
