package org.ocellus.surviving;

import java.io.IOException;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.ocellus.image.ImageDecodingException.Reason;

/**
 * What became of the damaged pictures so far: kept in a mapped file, so that the parent reads it
 * while its child writes, and still after the child has crashed.
 */
final class MutationLedger {
  private static final int CURRENT = 0;
  private static final int EMBEDDED = 1;
  private static final int SLOWEST = 2;
  private static final int SLOWEST_NANOS = 3;
  private static final int PEAK = 4;
  private static final int REFUSED = 5;

  private final LongBuffer numbers;

  private MutationLedger(LongBuffer numbers) {
    this.numbers = numbers;
  }

  static MutationLedger in(Path file) throws IOException {
    long size = (long) Long.BYTES * (REFUSED + Reason.values().length);
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
      return new MutationLedger(
          channel.map(FileChannel.MapMode.READ_WRITE, 0, size).asLongBuffer());
    }
  }

  /** The picture at hand. */
  long current() {
    return numbers.get(CURRENT);
  }

  void begin(long number) {
    numbers.put(CURRENT, number);
  }

  /** So much processor time. */
  void took(long number, long nanos) {
    if (nanos > numbers.get(SLOWEST_NANOS)) {
      numbers.put(SLOWEST_NANOS, nanos).put(SLOWEST, number);
    }
  }

  void embedded(int pictures) {
    numbers.put(EMBEDDED, embedded() + pictures);
  }

  long embedded() {
    return numbers.get(EMBEDDED);
  }

  void refused(Reason reason) {
    int slot = REFUSED + reason.ordinal();
    numbers.put(slot, numbers.get(slot) + 1);
  }

  long refused() {
    return Arrays.stream(Reason.values()).mapToLong(this::count).sum();
  }

  private long count(Reason reason) {
    return numbers.get(REFUSED + reason.ordinal());
  }

  void memory(long peak) {
    numbers.put(PEAK, Math.max(peak, peakMemory()));
  }

  /** Resident bytes at most; 0 where the system does not tell. */
  long peakMemory() {
    return numbers.get(PEAK);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(embedded()).append(" embedded, ").append(refused()).append(" refused (");
    for (Reason reason : Reason.values()) {
      text.append(reason).append(' ').append(count(reason)).append(", ");
    }
    text.setLength(text.length() - 2);
    return text.append(
            "), slowest number %d with %.0f ms of processor time, peak memory %d MiB"
                .formatted(
                    numbers.get(SLOWEST), numbers.get(SLOWEST_NANOS) / 1e6, peakMemory() >> 20))
        .toString();
  }
}
