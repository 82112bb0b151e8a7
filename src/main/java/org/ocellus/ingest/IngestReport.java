package org.ocellus.ingest;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a run did.
 *
 * @param added pictures new to the index
 * @param updated pictures whose file, or what people say of them, had changed
 * @param unchanged pictures left as they were
 * @param moved pictures found again under another path; only with {@code sync}
 * @param removed pictures whose files had vanished; only with {@code sync}
 * @param ignored files found that are no pictures by their extension
 * @param embedded pictures that went through the network
 * @param failures pictures that could not be indexed
 * @param interrupted whether the run was stopped before its end; what it had done is committed
 * @param elapsed wall time
 * @param cpu processor time by stage, over all workers. Native threads that a network starts beside
 *     its caller are not counted: open the model with one thread to have all of it
 */
public record IngestReport(
    long added,
    long updated,
    long unchanged,
    long moved,
    long removed,
    long ignored,
    long embedded,
    List<Failure> failures,
    boolean interrupted,
    Duration elapsed,
    Map<Stage, Duration> cpu) {

  /** The stages a picture goes through. */
  public enum Stage {
    /** Reading the file, its hash and its metadata, decoding, perceptual hash. */
    DECODE,
    /** Resizing, cropping, normalising. */
    PREPROCESSING,
    /** Running the network. */
    NETWORK,
    /** Writing captions. */
    CAPTION,
    /** Writing to the index. */
    INDEX
  }

  public IngestReport {
    failures = List.copyOf(failures);
    cpu = Map.copyOf(cpu);
  }
}
