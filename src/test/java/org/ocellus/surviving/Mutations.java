package org.ocellus.surviving;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Damaged pictures without end, each a function of the seed and its number alone, so that one can
 * be made again by itself.
 */
final class Mutations {
  /** Sizes, counts and offsets that programs get wrong. */
  private static final int[] NUMBERS = {
    0,
    1,
    2,
    4,
    7,
    8,
    16,
    127,
    128,
    255,
    256,
    4000,
    32_767,
    32_768,
    65_535,
    65_536,
    1 << 20,
    0x00FF_FFFF,
    0x7FFF_FFFF,
    0x8000_0000,
    0xFFFF_FFFF
  };

  private final List<byte[]> whole;
  private final long seed;

  Mutations(List<byte[]> whole, long seed) {
    this.whole = whole;
    this.seed = seed;
  }

  /** The damaged picture of this number. */
  byte[] picture(long number) {
    SplittableRandom random = new SplittableRandom(seed * 0x9E37_79B9_7F4A_7C15L + number);
    byte[] picture = any(random);
    for (int times = 1 + random.nextInt(2); times > 0; times--) {
      picture = mutated(picture, random);
    }
    // A missing end or a wrong checksum would keep most damage from the decoder.
    if (random.nextBoolean()) {
      picture = Ends.completed(picture);
    }
    return picture;
  }

  private byte[] any(SplittableRandom random) {
    return whole.get(random.nextInt(whole.size())).clone();
  }

  private byte[] mutated(byte[] picture, SplittableRandom random) {
    if (picture.length < 8) {
      return any(random);
    }
    return switch (random.nextInt(18)) {
      case 0, 1, 2, 3 -> flipBits(picture, random);
      case 4, 5, 6 -> overwrite(picture, random);
      case 7, 8 -> splice(any(random), picture, random);
      case 9 -> Arrays.copyOf(picture, position(picture, random));
      case 10 -> repeat(picture, random);
      case 11 -> remove(picture, random);
      case 12 -> insertNoise(picture, random);
      case 13 -> swap(picture, random);
      default -> putNumber(picture, random);
    };
  }

  /** A place in the picture: every second one near its start, where headers are. */
  private static int position(byte[] picture, SplittableRandom random) {
    int bound = random.nextBoolean() ? Math.min(picture.length, 128) : picture.length;
    return random.nextInt(bound);
  }

  private static int length(byte[] picture, int from, SplittableRandom random) {
    return 1 + random.nextInt(Math.min(picture.length - from, 1 << random.nextInt(11)));
  }

  private static byte[] flipBits(byte[] picture, SplittableRandom random) {
    for (int flips = 1 << random.nextInt(6); flips > 0; flips--) {
      picture[position(picture, random)] ^= (byte) (1 << random.nextInt(8));
    }
    return picture;
  }

  private static byte[] overwrite(byte[] picture, SplittableRandom random) {
    int from = position(picture, random);
    byte value = (byte) (random.nextBoolean() ? random.nextInt() : -random.nextInt(2));
    Arrays.fill(picture, from, from + length(picture, from, random), value);
    return picture;
  }

  /** The start of one picture before the rest of another, of its format or not. */
  private static byte[] splice(byte[] header, byte[] rest, SplittableRandom random) {
    int until = position(header, random);
    int from = random.nextBoolean() ? Math.min(until, rest.length) : position(rest, random);
    return joined(header, until, rest, from);
  }

  private static byte[] repeat(byte[] picture, SplittableRandom random) {
    int from = position(picture, random);
    return joined(picture, from + length(picture, from, random), picture, from);
  }

  private static byte[] remove(byte[] picture, SplittableRandom random) {
    int from = position(picture, random);
    return joined(picture, from, picture, from + length(picture, from, random));
  }

  private static byte[] insertNoise(byte[] picture, SplittableRandom random) {
    int at = position(picture, random);
    byte[] noise = new byte[1 << random.nextInt(9)];
    random.nextBytes(noise);
    return joined(joined(picture, at, noise, 0), at + noise.length, picture, at);
  }

  private static byte[] swap(byte[] picture, SplittableRandom random) {
    int a = position(picture, random);
    int b = position(picture, random);
    int length = Math.min(length(picture, a, random), length(picture, b, random));
    byte[] before = picture.clone();
    System.arraycopy(before, a, picture, b, length);
    System.arraycopy(before, b, picture, a, length);
    return picture;
  }

  private static byte[] putNumber(byte[] picture, SplittableRandom random) {
    int number = NUMBERS[random.nextInt(NUMBERS.length)];
    int at = Math.min(position(picture, random), picture.length - Integer.BYTES);
    ByteBuffer bytes =
        ByteBuffer.wrap(picture)
            .order(random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    if (random.nextBoolean()) {
      bytes.putInt(at, number);
    } else {
      bytes.putShort(at, (short) number);
    }
    return picture;
  }

  private static byte[] joined(byte[] head, int until, byte[] tail, int from) {
    byte[] joined = Arrays.copyOf(head, until + tail.length - from);
    System.arraycopy(tail, from, joined, until, tail.length - from);
    return joined;
  }
}
