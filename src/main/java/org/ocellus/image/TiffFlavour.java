package org.ocellus.image;

import com.drew.metadata.Directory;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifIFD0Directory;
import org.jspecify.annotations.Nullable;
import org.ocellus.image.ImageDecodingException.Reason;

/** Which TIFFs are read: gray, palette, RGB and YCbCr of whole numbers; TIFF 6.0, section 8 on. */
final class TiffFlavour {

  private static final int SEPARATED = 5;
  private static final int LAB = 8;
  private static final int COLOR_FILTER_ARRAY = 32803;
  private static final int TAG_SAMPLE_FORMAT = 339;
  private static final int TAG_DNG_VERSION = 50706;

  private static final int PREMULTIPLIED = 1;

  private TiffFlavour() {}

  static void requireReadable(Metadata metadata, String name) throws ImageDecodingException {
    Directory first = metadata.getFirstDirectoryOfType(ExifIFD0Directory.class);
    String flavour = first == null ? null : unreadable(first);
    if (flavour != null) {
      throw new ImageDecodingException(
          name, Reason.UNSUPPORTED, flavour + " TIFF is not read here");
    }
  }

  private static @Nullable String unreadable(Directory directory) {
    if (directory.containsTag(TAG_DNG_VERSION)) {
      return "camera raw (DNG)";
    }
    Integer photometric = directory.getInteger(ExifIFD0Directory.TAG_PHOTOMETRIC_INTERPRETATION);
    Integer sampleFormat = directory.getInteger(TAG_SAMPLE_FORMAT);
    if (sampleFormat != null && sampleFormat != 1) {
      return "signed or floating-point";
    }
    Integer samples = directory.getInteger(ExifIFD0Directory.TAG_SAMPLES_PER_PIXEL);
    if (samples != null && samples == 2) {
      return "gray-and-alpha"; // OpenCV drops the alpha
    }
    if (samples != null && samples > 4) {
      return samples + "-channel";
    }
    Integer extra = directory.getInteger(ExifIFD0Directory.TAG_EXTRA_SAMPLES);
    if (extra != null && extra == PREMULTIPLIED && bits(directory) > 8) {
      return "16-bit premultiplied";
    }
    return switch (photometric == null ? -1 : photometric) {
      case SEPARATED -> "CMYK";
      case LAB -> "CIE L*a*b*";
      case COLOR_FILTER_ARRAY -> "camera raw";
      default -> null;
    };
  }

  private static int bits(Directory directory) {
    int[] bits = directory.getIntArray(ExifIFD0Directory.TAG_BITS_PER_SAMPLE);
    return bits == null || bits.length == 0 ? 1 : bits[0];
  }
}
