package org.ocellus.benchmarks.vectors;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What building an index took.
 *
 * @param processor seconds, of all threads
 * @param elapsed seconds
 */
record Cost(double processor, double elapsed) {

  /** Something that is built. */
  interface Building {
    void run() throws IOException;
  }

  /** Builds in this JVM; the collector's and the compiler's time counts. */
  static Cost of(Building building) throws IOException {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long processor = system.getProcessCpuTime();
    long start = System.nanoTime();
    building.run();
    return new Cost(
        (system.getProcessCpuTime() - processor) / 1e9, (System.nanoTime() - start) / 1e9);
  }

  static Cost read(Path file) throws IOException {
    String[] parts = Files.readString(file).strip().split(" ");
    return new Cost(Double.parseDouble(parts[0]), Double.parseDouble(parts[1]));
  }

  void write(Path file) throws IOException {
    Files.writeString(file, processor + " " + elapsed + "\n");
  }
}
