package org.ocellus.ingest;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ocellus.model.ImageCaptioner;

/**
 * Which pictures to index, and how. Immutable: each method gives a changed copy.
 *
 * @param roots folders, files, or globs such as {@code photos/**.jpg}
 * @param manifest a JSON-lines file that names pictures; null for none
 * @param sync whether pictures whose files vanished are removed, and moved ones recognised
 * @param workers how many pictures are worked on at once, at least 1
 * @param batch how many pictures go through the network at once, at least 1
 * @param labelThreshold predicted classes of at least this probability become keywords; above 1 for
 *     none
 * @param captioner writes captions for pictures that have none from people or their file; null for
 *     none. Stays the caller's, who closes it
 */
public record Ingest(
    List<String> roots,
    @Nullable Path manifest,
    boolean sync,
    int workers,
    int batch,
    float labelThreshold,
    @Nullable ImageCaptioner captioner) {

  public Ingest {
    roots = List.copyOf(roots);
    if (roots.isEmpty() && manifest == null) {
      throw new IllegalArgumentException("name a folder, a file or a manifest to index");
    }
    if (workers < 1) {
      throw new IllegalArgumentException("workers must be >= 1, got " + workers);
    }
    if (batch < 1) {
      throw new IllegalArgumentException("batch must be >= 1, got " + batch);
    }
    if (!(labelThreshold > 0)) {
      throw new IllegalArgumentException("labelThreshold must be > 0, got " + labelThreshold);
    }
  }

  /** All pictures below these folders. */
  public static Ingest of(Path... roots) {
    return of(List.of(roots).stream().map(Path::toString).toList());
  }

  /** All pictures below these folders, or that these globs match. */
  public static Ingest of(List<String> roots) {
    return new Ingest(
        roots,
        null,
        false,
        Runtime.getRuntime().availableProcessors(),
        16,
        PictureReader.LABEL_THRESHOLD,
        null);
  }

  /**
   * The pictures that a manifest names, one JSON object a line: {@code {"path": …, "id": …,
   * "keywords": […], "caption": …, "language": "de", "taken": "2019-05-04T12:00:00Z", "place":
   * [latitude, longitude]}}, {@code path} alone required and relative to the manifest; {@code
   * language} is the caption's, an ISO 639 code; any other field becomes an extra one.
   */
  public static Ingest ofManifest(Path manifest) {
    return new Ingest(
        List.of(),
        manifest,
        false,
        Runtime.getRuntime().availableProcessors(),
        16,
        PictureReader.LABEL_THRESHOLD,
        null);
  }

  /** With a manifest besides the roots. */
  public Ingest manifest(@Nullable Path file) {
    return new Ingest(roots, file, sync, workers, batch, labelThreshold, captioner);
  }

  /** Whether pictures whose files vanished are removed, and moved ones recognised by their hash. */
  public Ingest sync(boolean on) {
    return new Ingest(roots, manifest, on, workers, batch, labelThreshold, captioner);
  }

  /** How many pictures are worked on at once. */
  public Ingest workers(int count) {
    return new Ingest(roots, manifest, sync, count, batch, labelThreshold, captioner);
  }

  /** How many pictures go through the network at once. */
  public Ingest batch(int size) {
    return new Ingest(roots, manifest, sync, workers, size, labelThreshold, captioner);
  }

  /** From which probability on predicted classes become keywords. */
  public Ingest labelThreshold(float probability) {
    return new Ingest(roots, manifest, sync, workers, batch, probability, captioner);
  }

  /**
   * Who writes captions for pictures that have none; marked as a network's, with its confidence.
   * What people or the file say, now or later, goes before them.
   *
   * @param network null for nobody. Stays the caller's, who closes it
   */
  public Ingest captioner(@Nullable ImageCaptioner network) {
    return new Ingest(roots, manifest, sync, workers, batch, labelThreshold, network);
  }
}
