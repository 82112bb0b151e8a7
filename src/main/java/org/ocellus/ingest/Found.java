package org.ocellus.ingest;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.ocellus.index.Picture;

/**
 * A picture to be indexed, and where it was found.
 *
 * @param picture with its id and file, and what manifest or sidecar say of it
 * @param root the folder or manifest it was found through; null for one added by itself
 * @param folder its folder relative to the root, {@code /} between names; null without a root
 */
record Found(Picture picture, @Nullable Path root, @Nullable String folder) {}
