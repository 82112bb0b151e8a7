package org.ocellus.ingest;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.ocellus.ingest.IngestReport.Stage;

/** Adds up the processor time that threads spend in each stage. Safe for use by several threads. */
final class StageClock {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Map<Stage, LongAdder> nanos = new EnumMap<>(Stage.class);

  StageClock() {
    for (Stage stage : Stage.values()) {
      nanos.put(stage, new LongAdder());
    }
  }

  /** Counts the current thread's time to this stage until the span is closed. */
  Span start(Stage stage) {
    long from = THREADS.getCurrentThreadCpuTime();
    return () -> nanos.get(stage).add(THREADS.getCurrentThreadCpuTime() - from);
  }

  Map<Stage, Duration> read() {
    Map<Stage, Duration> read = new EnumMap<>(Stage.class);
    nanos.forEach((stage, sum) -> read.put(stage, Duration.ofNanos(sum.sum())));
    return read;
  }

  /** Work in a stage. */
  interface Span extends AutoCloseable {
    @Override
    void close();
  }
}
