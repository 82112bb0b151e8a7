package org.ocellus.image;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a file is, told from its first bytes (the formats' own specifications).
 *
 * @param kind the name for people, such as {@code AVIF}
 * @param format the format, or null where it is known but not read here
 */
record Signature(String kind, @Nullable ImageFormat format) {

  private record Magic(int offset, String bytes, Signature signature) {}

  private static final List<Magic> KNOWN =
      List.of(
          read(0, "\u00FF\u00D8\u00FF", ImageFormat.JPEG),
          read(0, "\u0089PNG\r\n\u001A\n", ImageFormat.PNG),
          read(0, "GIF87a", ImageFormat.GIF),
          read(0, "GIF89a", ImageFormat.GIF),
          named(8, "CR\u0002", "Canon raw (CR2)"),
          read(0, "II*\0", ImageFormat.TIFF),
          read(0, "MM\0*", ImageFormat.TIFF),
          read(0, "II+\0", ImageFormat.TIFF),
          read(0, "MM\0+", ImageFormat.TIFF),
          read(8, "WEBP", ImageFormat.WEBP),
          read(0, "BM", ImageFormat.BMP),
          named(4, "ftypavif", "AVIF"),
          named(4, "ftypavis", "AVIF"),
          named(4, "ftyphe", "HEIC"),
          named(4, "ftypmif1", "HEIF"),
          named(4, "ftypmsf1", "HEIF"),
          named(4, "ftypcrx", "Canon raw (CR3)"),
          named(4, "ftyp", "MP4 or QuickTime video"),
          named(0, "\u00FF\n", "JPEG XL"),
          named(0, "\0\0\0\fJXL ", "JPEG XL"),
          named(0, "\0\0\0\fjP  ", "JPEG 2000"),
          named(0, "\u00FFO\u00FFQ", "JPEG 2000"),
          named(0, "8BPS", "Photoshop (PSD)"),
          named(0, "\0\0\1\0", "Windows icon"),
          named(0, "IIRO", "Olympus raw (ORF)"),
          named(0, "IIU\0", "Panasonic raw (RW2)"),
          named(0, "FUJIFILMCCD-RAW", "Fujifilm raw (RAF)"),
          named(0, "v/1\u0001", "OpenEXR"),
          named(0, "#?RADIANCE", "Radiance HDR"),
          named(0, "%PDF", "PDF"),
          named(0, "%!PS", "PostScript"),
          named(0, "<svg", "SVG"),
          named(0, "<?xml", "XML or SVG"),
          named(0, "\u001AE\u00DF\u00A3", "Matroska or WebM video"),
          named(8, "AVI ", "AVI video"));

  /** The signature at the start of {@code bytes}, or null where it is none of those known. */
  static @Nullable Signature of(byte[] bytes) {
    int length = Math.min(bytes.length, 32);
    String start = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    for (Magic magic : KNOWN) {
      if (start.startsWith(magic.bytes, magic.offset)) {
        return magic.signature;
      }
    }
    return null;
  }

  private static Magic read(int offset, String bytes, ImageFormat format) {
    return new Magic(offset, bytes, new Signature(format.name(), format));
  }

  private static Magic named(int offset, String bytes, String kind) {
    return new Magic(offset, bytes, new Signature(kind, null));
  }
}
