package org.ocellus.ingest;

import java.nio.file.NoSuchFileException;
import java.util.Objects;

/**
 * A picture that could not be indexed.
 *
 * @param path the file, or the manifest and line
 * @param error what is wrong with it
 */
public record Failure(String path, String error) {

  static Failure of(String path, Throwable why) {
    return new Failure(
        path,
        why instanceof NoSuchFileException
            ? "no such file"
            : Objects.requireNonNullElse(why.getMessage(), why.toString()));
  }
}
