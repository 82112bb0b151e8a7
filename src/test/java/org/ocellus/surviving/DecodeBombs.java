package org.ocellus.surviving;

import java.io.IOException;
import java.util.Map;
import org.ocellus.image.ImageDecoder;
import org.ocellus.image.ImageDecodingException;

/** The child of {@link BombsTest}: what becomes of each bomb, a line each on standard output. */
final class DecodeBombs {
  private DecodeBombs() {}

  public static void main(String[] args) throws IOException {
    ImageDecoder decoder = new ImageDecoder();
    for (Map.Entry<String, byte[]> bomb : Bombs.all().entrySet()) {
      long start = System.nanoTime();
      String outcome;
      try {
        var image = decoder.decode(bomb.getValue(), bomb.getKey());
        outcome = "decoded to " + image.width() + " x " + image.height();
      } catch (ImageDecodingException e) {
        outcome = "refused " + e.reason();
      }
      System.out.printf(
          "%s: %s, %d ms, peak %d MiB%n",
          bomb.getKey(),
          outcome,
          (System.nanoTime() - start) / 1_000_000,
          ResidentMemory.isKnown() ? ResidentMemory.peak() >> 20 : 0);
    }
  }
}
