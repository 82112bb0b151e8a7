package org.ocellus.surviving;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.bytedeco.javacpp.Pointer;

/** Heap after collection and native memory of this process, over the time of a run. */
final class MemoryWatch {
  private static final int LOOKS = 40;

  /** What the process holds: live objects, and anonymous memory of the system in all. */
  private record Look(long heap, long resident) {}

  private final long start = System.nanoTime();
  private final Duration time;
  private final List<Look> looks = new ArrayList<>();

  MemoryWatch(Duration time) {
    this.time = time;
  }

  boolean isOver() {
    return looks.size() == LOOKS;
  }

  /** Waits for its moment and looks. */
  void look() throws IOException, InterruptedException {
    long at = start + time.toNanos() * (looks.size() + 1) / LOOKS;
    TimeUnit.NANOSECONDS.sleep(at - System.nanoTime());
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    looks.add(
        new Look(
            runtime.totalMemory() - runtime.freeMemory(),
            ResidentMemory.isKnown() ? ResidentMemory.anonymous() : Pointer.physicalBytes()));
  }

  /** Complains if the last fifth of the run held more than the second by these bytes. */
  void checkFlat(long heapBytes, long residentBytes) {
    if (heap(4) - heap(1) > heapBytes || resident(4) - resident(1) > residentBytes) {
      throw new IllegalStateException("memory grows: " + this + ", all looks " + looks);
    }
  }

  private long heap(int fifth) {
    return median(fifth, Look::heap);
  }

  private long resident(int fifth) {
    return median(fifth, Look::resident);
  }

  private long median(int fifth, ToLongFunction<Look> of) {
    List<Look> part = looks.subList(fifth * LOOKS / 5, (fifth + 1) * LOOKS / 5);
    return part.stream().mapToLong(of).sorted().skip(part.size() / 2).findFirst().orElseThrow();
  }

  @Override
  public String toString() {
    return "heap after collection %d to %d MiB, process %d to %d MiB, second to last fifth"
        .formatted(heap(1) >> 20, heap(4) >> 20, resident(1) >> 20, resident(4) >> 20);
  }
}
