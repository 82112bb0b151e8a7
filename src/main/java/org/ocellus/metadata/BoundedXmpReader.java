package org.ocellus.metadata;

import com.drew.imaging.jpeg.JpegSegmentMetadataReader;
import com.drew.imaging.jpeg.JpegSegmentType;
import com.drew.metadata.Metadata;
import com.drew.metadata.xmp.XmpReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * XMP from JPEG segments, without the segments of an extended packet that claims to be huge: the
 * reader would allocate the claimed length, up to 2 GiB, for a file of a few bytes.
 */
final class BoundedXmpReader implements JpegSegmentMetadataReader {

  /** Compared as the reader does, without regard to case. */
  private static final String EXTENSION = "http://ns.adobe.com/xmp/extension/\0";

  /** Where the claimed length stands: behind the name and the 32 digits of the packet's digest. */
  private static final int LENGTH_AT = EXTENSION.length() + 32;

  private static final int MAX_LENGTH = 16 << 20;

  private final XmpReader reader = new XmpReader();

  @Override
  public Iterable<JpegSegmentType> getSegmentTypes() {
    return reader.getSegmentTypes();
  }

  @Override
  public void readJpegSegments(
      Iterable<byte[]> segments, Metadata metadata, JpegSegmentType segmentType) {
    List<byte[]> bounded = new ArrayList<>();
    for (byte[] segment : segments) {
      if (!claimsTooMuch(segment)) {
        bounded.add(segment);
      }
    }
    reader.readJpegSegments(bounded, metadata, segmentType);
  }

  private static boolean claimsTooMuch(byte[] segment) {
    if (segment.length < LENGTH_AT + 4
        || !EXTENSION.equalsIgnoreCase(
            new String(segment, 0, EXTENSION.length(), StandardCharsets.ISO_8859_1))) {
      return false;
    }
    int length = ByteBuffer.wrap(segment).getInt(LENGTH_AT);
    return length < 0 || length > MAX_LENGTH;
  }
}
