package org.ocellus.ingest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.ocellus.index.Picture;

/**
 * A picture to be indexed, and where it was found.
 *
 * @param picture with its id and file, and what manifest or sidecar say of it
 * @param root the folder or manifest it was found through; null for one added by itself
 * @param folder its folder relative to the root, {@code /} between names; null without a root
 * @param captionUnknown whether it has a sidecar that cannot be read
 */
record Found(
    Picture picture, @Nullable Path root, @Nullable String folder, boolean captionUnknown) {

  String id() {
    return Objects.requireNonNull(picture.id());
  }

  Path file() {
    return Objects.requireNonNull(picture.file());
  }

  /** Absolute path of its file; null if it has none. */
  @Nullable String source() {
    return picture.file() == null ? null : picture.file().toAbsolutePath().normalize().toString();
  }

  /** Whether its file is surely not there: one in a folder that cannot be read may be. */
  boolean isGone() {
    return Files.notExists(file());
  }

  /** The same under another id. */
  Found id(String other) {
    return new Found(picture.id(other), root, folder, captionUnknown);
  }

  /**
   * The same file found again: what is said there goes before what is said here, field by field.
   */
  Found with(Found again) {
    Picture merged = picture;
    Picture more = again.picture;
    if (!more.keywords().isEmpty()) {
      merged = merged.keywords(more.keywords());
    }
    if (more.caption() != null) {
      merged = merged.caption(more.caption(), more.language());
    }
    if (more.taken() != null) {
      merged = merged.taken(more.taken());
    }
    if (more.place() != null) {
      merged = merged.place(more.place());
    }
    for (var field : more.extra().entrySet()) {
      merged = merged.extra(field.getKey(), field.getValue());
    }
    boolean unknown = merged.caption() == null && (captionUnknown || again.captionUnknown);
    return new Found(merged, root, folder, unknown);
  }
}
