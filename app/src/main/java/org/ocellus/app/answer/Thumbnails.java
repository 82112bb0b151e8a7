package org.ocellus.app.answer;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.ocellus.image.ImageDecoder;
import org.ocellus.image.ImageFormat;
import org.ocellus.image.ImageWriter;
import org.ocellus.image.Resampling;
import org.ocellus.image.RgbImage;

/** Pictures small enough to be carried inside a page. */
final class Thumbnails {
  private static final Logger log = System.getLogger(Thumbnails.class.getName());

  /** Twice the size they are shown at, for screens with dense pixels. */
  private static final int LONGEST_EDGE = 224;

  private final ImageDecoder decoder = new ImageDecoder();
  private final Map<Path, String> made = new HashMap<>();

  /** A data URI of the picture; empty where its file is gone or is no picture any more. */
  String of(Path file) {
    return made.computeIfAbsent(file, this::make);
  }

  private String make(Path file) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      byte[] webp =
          ImageWriter.encode(
              shrunk(decoder.decode(bytes, file.toString(), LONGEST_EDGE)), ImageFormat.WEBP);
      return "data:image/webp;base64," + Base64.getEncoder().encodeToString(webp);
    } catch (IOException e) {
      log.log(Level.DEBUG, "no thumbnail of {0}: {1}", file, e.getMessage());
      return "";
    }
  }

  private static RgbImage shrunk(RgbImage image) {
    double scale = (double) LONGEST_EDGE / Math.max(image.width(), image.height());
    if (scale >= 1) {
      return image;
    }
    return Resampling.LANCZOS.resize(
        image,
        Math.max(1, (int) Math.round(image.width() * scale)),
        Math.max(1, (int) Math.round(image.height() * scale)));
  }
}
