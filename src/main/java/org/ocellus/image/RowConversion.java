package org.ocellus.image;

import java.nio.ByteOrder;

/**
 * Turns OpenCV's rows (gray, gray with alpha, BGR, BGRA; 8 or 16 bits in the machine's order) into
 * RGB on white.
 */
final class RowConversion {

  private final int channels;
  private final int step;
  private final int highByte;
  private final boolean premultiplied;

  RowConversion(int channels, boolean sixteenBit, boolean premultiplied) {
    this.premultiplied = premultiplied;
    this.channels = channels;
    this.step = sixteenBit ? 2 : 1;
    this.highByte = sixteenBit && ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? 1 : 0;
  }

  void toRgb(byte[] row, int width, byte[] out, int to) {
    boolean color = channels >= 3;
    boolean alpha = channels % 2 == 0;
    int red = highByte + (color ? 2 * step : 0);
    int green = highByte + (color ? step : 0);
    int last = highByte + (channels - 1) * step;
    int from = 0;
    for (int x = 0; x < width; x++, from += channels * step, to += 3) {
      int opacity = alpha ? row[from + last] & 0xFF : 255;
      out[to] = onWhite(row[from + red], opacity);
      out[to + 1] = onWhite(row[from + green], opacity);
      out[to + 2] = onWhite(row[from + highByte], opacity);
    }
  }

  private byte onWhite(byte sample, int opacity) {
    if (opacity == 255) {
      return sample;
    }
    if (premultiplied) {
      return (byte) Math.min(255, (sample & 0xFF) + 255 - opacity);
    }
    return (byte) (((sample & 0xFF) * opacity + 255 * (255 - opacity) + 127) / 255);
  }
}
