package org.ocellus.solr;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

/**
 * Where encoded pictures come from: the request itself, or files below folders that the
 * administrator names.
 *
 * @param roots folders, absolute and without symbolic links
 */
record PictureBytes(List<Path> roots) {
  /** Bytes of the largest file that is read. */
  private static final long LARGEST = 256L << 20;

  PictureBytes {
    roots = List.copyOf(roots);
  }

  /**
   * A picture that a request holds.
   *
   * @param value bytes, or their base64
   * @throws IOException if it is neither
   */
  static byte[] sent(Object value) throws IOException {
    if (value instanceof byte[] bytes) {
      return bytes;
    }
    if (value instanceof ByteBuffer buffer) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);
      return bytes;
    }
    try {
      return Base64.getMimeDecoder().decode(value.toString());
    } catch (IllegalArgumentException e) {
      throw new IOException("is not base64: " + e.getMessage(), e);
    }
  }

  /**
   * A picture in a file.
   *
   * @param name a path, absolute or relative to one of the roots
   * @throws IOException if it is none below a root, or cannot be read
   */
  byte[] file(String name) throws IOException {
    for (Path root : roots) {
      Path file;
      try {
        file = root.resolve(name);
      } catch (InvalidPathException e) {
        throw new IOException("\"" + name + "\" is no path", e);
      }
      if (Files.isRegularFile(file)) {
        // Symbolic links and ".." are followed before it is looked where they lead.
        Path real = file.toRealPath();
        if (real.startsWith(root.toRealPath())) {
          return read(real);
        }
      }
    }
    throw new IOException(
        "\"%s\" is no file below %s: pictures are read only from folders that solrconfig.xml names as roots"
            .formatted(name, roots.isEmpty() ? "a root, for none is configured" : roots));
  }

  private static byte[] read(Path file) throws IOException {
    long size = Files.size(file);
    if (size > LARGEST) {
      throw new IOException(
          "has %d bytes, more than the %d of the largest that is read".formatted(size, LARGEST));
    }
    return Files.readAllBytes(file);
  }
}
