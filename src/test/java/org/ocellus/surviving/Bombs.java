package org.ocellus.surviving;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Small files of every format that claim to be large pictures, or hold large parts. */
final class Bombs {
  private static final int[][] CLAIMS = {{10_000, 10_000}, {60_000, 60_000}};

  private final Map<String, byte[]> bombs = new LinkedHashMap<>();

  private Bombs() {}

  /** Each under a name that says what it is. */
  static Map<String, byte[]> all() throws IOException {
    Bombs made = new Bombs();
    for (int[] size : CLAIMS) {
      String claim = " of " + size[0] + " x " + size[1];
      made.png("PNG" + claim, size);
      made.jpeg("baseline JPEG" + claim, "baseline.jpg", 0xC0, size);
      made.jpeg("progressive JPEG" + claim, "progressive.jpg", 0xC2, size);
      made.gif("GIF" + claim, size, size);
      made.gif("GIF with a frame" + claim, new int[] {40, 24}, size);
      made.bmp("BMP" + claim, "rgb.bmp", size);
      made.bmp("palette BMP" + claim, "palette.bmp", size);
      made.webp("lossy WebP" + claim, size);
      made.webpCanvas("WebP with a canvas" + claim, size);
      made.webpFrame("WebP with a frame" + claim, size);
      for (String tiff : new String[] {"rgb.tif", "rgb-lzw.tif", "rgb-jpeg.tif", "fax.tif"}) {
        made.tiff(tiff + claim, tiff, Map.of(256, size[0], 257, size[1]));
      }
    }
    made.tiff("TIFF with huge strips", "rgb.tif", Map.of(278, Integer.MAX_VALUE));
    made.tiff("TIFF of many samples", "rgb.tif", Map.of(277, 65_535));
    made.tiff("TIFF of wide samples", "gray.tif", Map.of(258, 64));
    made.tiff("TIFF with a huge strip size", "gray.tif", Map.of(279, Integer.MAX_VALUE));
    byte[] tiled = SeedPictures.tiled("Deflate");
    for (int side : new int[] {16_000, 32_768, 65_520, 1 << 30}) {
      made.bombs.put(
          "TIFF with tiles of " + side, tagged(tiled.clone(), Map.of(322, side, 323, side)));
    }
    return made.bombs;
  }

  private void png(String name, int[] size) throws IOException {
    byte[] png = seed("rgb.png");
    ByteBuffer.wrap(png).putInt(16, size[0]).putInt(20, size[1]);
    bombs.put(name, Ends.completed(png));
  }

  private void jpeg(String name, String seed, int frame, int[] size) throws IOException {
    byte[] jpeg = seed(seed);
    int at = 2;
    while ((jpeg[at + 1] & 0xFF) != frame) {
      at += 2 + ByteBuffer.wrap(jpeg).getShort(at + 2);
    }
    ByteBuffer.wrap(jpeg).putShort(at + 5, (short) size[1]).putShort(at + 7, (short) size[0]);
    bombs.put(name, jpeg);
  }

  private void gif(String name, int[] screen, int[] frame) throws IOException {
    byte[] gif = seed("still.gif");
    int descriptor = 13 + (3 << ((gif[10] & 7) + 1));
    while (gif[descriptor] != 0x2C) {
      descriptor++;
    }
    little(gif)
        .putShort(6, (short) screen[0])
        .putShort(8, (short) screen[1])
        .putShort(descriptor + 5, (short) frame[0])
        .putShort(descriptor + 7, (short) frame[1]);
    bombs.put(name, gif);
  }

  private void bmp(String name, String seed, int[] size) throws IOException {
    byte[] bmp = seed(seed);
    little(bmp).putInt(18, size[0]).putInt(22, size[1]);
    bombs.put(name, bmp);
  }

  private void webp(String name, int[] size) throws IOException {
    byte[] webp = seed("lossy.webp");
    little(webp).putShort(26, (short) (size[0] & 0x3FFF)).putShort(28, (short) (size[1] & 0x3FFF));
    bombs.put(name, webp);
  }

  private void webpCanvas(String name, int[] size) throws IOException {
    byte[] webp = seed("animated.webp");
    put24(webp, 24, size[0] - 1);
    put24(webp, 27, size[1] - 1);
    bombs.put(name, webp);
  }

  private void webpFrame(String name, int[] size) throws IOException {
    byte[] webp = seed("animated.webp");
    int frame = new String(webp, StandardCharsets.ISO_8859_1).indexOf("ANMF") + 8;
    put24(webp, frame + 6, size[0] - 1);
    put24(webp, frame + 9, size[1] - 1);
    bombs.put(name, webp);
  }

  private void tiff(String name, String seed, Map<Integer, Integer> values) throws IOException {
    bombs.put(name, tagged(seed(seed), values));
  }

  /** Gives tags of the first page values in the entry itself. */
  private static byte[] tagged(byte[] tiff, Map<Integer, Integer> values) {
    ByteBuffer bytes =
        ByteBuffer.wrap(tiff)
            .order(tiff[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int directory = bytes.getInt(4);
    for (int i = 0; i < bytes.getShort(directory); i++) {
      int entry = directory + 2 + 12 * i;
      Integer value = values.get((int) bytes.getShort(entry));
      if (value != null) {
        bytes.putShort(entry + 2, (short) 4).putInt(entry + 4, 1).putInt(entry + 8, value);
      }
    }
    return tiff;
  }

  private static void put24(byte[] bytes, int at, int value) {
    little(bytes).putShort(at, (short) value).put(at + 2, (byte) (value >> 16));
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] seed(String name) throws IOException {
    Path file = SeedPictures.resource("/pictures/" + name);
    return Files.readAllBytes(file);
  }
}
