package org.ocellus.solr;

import java.io.IOException;
import java.io.InputStream;
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
  /** Bytes of the largest picture that is read. */
  static final int LARGEST = 256 << 20;

  PictureBytes {
    roots = List.copyOf(roots);
  }

  /**
   * A picture that a request holds.
   *
   * @param value bytes, or their base64, perhaps as a {@code data:} address
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
    String text = value.toString();
    if (text.startsWith("data:")) {
      text = text.substring(text.indexOf(',') + 1);
    }
    try {
      return Base64.getDecoder().decode(text.replaceAll("\\s+", ""));
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
      if (Files.isDirectory(root) && Files.isRegularFile(file)) {
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
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw new IOException(
            "has more than the %d bytes of the largest that is read".formatted(LARGEST));
      }
      return bytes;
    }
  }
}
