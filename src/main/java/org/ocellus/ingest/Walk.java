package org.ocellus.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.ocellus.index.Picture;

/**
 * Finds the pictures below folders, in the order of their paths. Hidden files and folders are left
 * out, links to folders are not followed. A text file beside a picture ({@code bridge.jpg} and
 * {@code bridge.txt}) is its caption.
 */
final class Walk {
  /** Kinds we decode, and kinds we name as not supported rather than pass over in silence. */
  private static final Set<String> EXTENSIONS =
      Set.of(
          "jpg", "jpeg", "jpe", "jfif", "png", "webp", "tif", "tiff", "gif", "bmp", "avif", "heic",
          "heif", "jxl");

  private static final int LONGEST_CAPTION = 10_000;

  private final List<Found> found = new ArrayList<>();
  private final List<Failure> failures = new ArrayList<>();
  private final List<Path> roots = new ArrayList<>();
  private final List<String> partial = new ArrayList<>();
  private long ignored;

  List<Found> found() {
    return found;
  }

  List<Failure> failures() {
    return failures;
  }

  /** The folders that were walked, absolute. */
  List<Path> roots() {
    return roots;
  }

  /** Roots that were files or globs, so that not all of their folder was looked at. */
  List<String> partial() {
    return partial;
  }

  long ignored() {
    return ignored;
  }

  /**
   * Adds the pictures of a root.
   *
   * @param root a folder, a file or a glob
   * @throws NoSuchFileException if there is no such folder or file
   */
  void add(String root) throws IOException {
    Path path = pathOrNull(root);
    if (path != null && Files.isDirectory(path)) {
      walk(path, null);
    } else if (path != null && Files.exists(path)) {
      Path file = path.toAbsolutePath().normalize();
      Path folder = file.getParent();
      roots.add(folder);
      partial.add(root);
      add(folder, file);
    } else {
      int glob = firstGlob(root);
      if (glob < 0) {
        throw new NoSuchFileException(root, null, "no such folder or file");
      }
      int slash = root.lastIndexOf('/', glob);
      Path base = Path.of(slash < 0 ? "." : slash == 0 ? "/" : root.substring(0, slash));
      if (!Files.isDirectory(base)) {
        throw new NoSuchFileException(root, null, "no such folder: " + base);
      }
      String pattern = root.substring(slash + 1);
      partial.add(root);
      walk(base, matcher(root, pattern));
    }
  }

  private static PathMatcher matcher(String root, String glob) {
    try {
      return FileSystems.getDefault().getPathMatcher("glob:" + glob);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "\"" + root + "\" is neither a file nor a glob: " + e.getDescription(), e);
    }
  }

  private void walk(Path root, @Nullable PathMatcher matcher) throws IOException {
    Path top = root.toAbsolutePath().normalize();
    // A root that is a link is followed: its user named it.
    Path real = top.toRealPath();
    roots.add(top);
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        real,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            return !folder.equals(real) && hidden(folder)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Path relative = real.relativize(file);
            if (hidden(file)) {
              return FileVisitResult.CONTINUE;
            }
            if (!Files.isRegularFile(file)) {
              if (attributes.isSymbolicLink() && isPicture(file) && Files.notExists(file)) {
                failures.add(new Failure(file.toString(), "links to a file that is not there"));
              }
              return FileVisitResult.CONTINUE;
            }
            if (!isPicture(file)) {
              ignored++;
            } else if (matcher == null || matcher.matches(relative)) {
              files.add(top.resolve(relative));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            failures.add(new Failure(file.toString(), "cannot be read: " + e.getMessage()));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) {
            if (e != null) {
              failures.add(new Failure(folder.toString(), "cannot be listed: " + e.getMessage()));
            }
            return FileVisitResult.CONTINUE;
          }
        });
    files.sort(null);
    files.forEach(file -> add(top, file));
  }

  private void add(Path root, Path file) {
    Path folder = root.relativize(file).getParent();
    Path text;
    try {
      // By way of its text, as paths come back from the index.
      text = Path.of(sidecar(file).toString());
    } catch (InvalidPathException e) {
      failures.add(
          new Failure(
              file.toString(),
              "its name cannot be read under this locale: set the environment variable LC_ALL to"
                  + " C.UTF-8"));
      return;
    }
    Picture picture = Picture.of(file).id(id(root, file));
    boolean captionUnknown = false;
    if (Files.isRegularFile(text)) {
      try {
        picture = picture.caption(caption(text));
      } catch (CharacterCodingException e) {
        captionUnknown = true;
        failures.add(new Failure(text.toString(), "caption is not UTF-8 text, so it is left out"));
      } catch (IOException e) {
        captionUnknown = true;
        failures.add(new Failure(text.toString(), "caption cannot be read: " + e.getMessage()));
      }
    }
    found.add(new Found(picture, root, folder == null ? "" : slashed(folder), captionUnknown));
  }

  /** Path relative to the root; Unicode NFC, since file systems differ in it. */
  static String id(Path root, Path file) {
    return slashed(root.relativize(file));
  }

  static String slashed(Path path) {
    return Normalizer.normalize(
        path.toString().replace(path.getFileSystem().getSeparator(), "/"), Normalizer.Form.NFC);
  }

  static boolean isPicture(Path file) {
    String name = file.getFileName().toString();
    return EXTENSIONS.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
  }

  private static Path sidecar(Path file) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return file.resolveSibling((dot < 0 ? name : name.substring(0, dot)) + ".txt");
  }

  /** The beginning of a text; null if there is none. */
  private static @Nullable String caption(Path text) throws IOException {
    byte[] head;
    try (InputStream in = Files.newInputStream(text)) {
      // Four bytes a character at most.
      head = in.readNBytes(4 * LONGEST_CAPTION);
    }
    CharBuffer decoded = CharBuffer.allocate(head.length);
    // A character may be cut in two at the end of what was read.
    boolean whole = head.length < 4 * LONGEST_CAPTION;
    CoderResult result =
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(head), decoded, whole);
    if (result.isError()) {
      result.throwException();
    }
    String caption = decoded.flip().toString();
    caption = (caption.startsWith("\uFEFF") ? caption.substring(1) : caption).strip();
    return caption.isEmpty()
        ? null
        : caption.substring(0, Math.min(caption.length(), LONGEST_CAPTION));
  }

  private static boolean hidden(Path path) {
    return path.getFileName() != null && path.getFileName().toString().startsWith(".");
  }

  private static @Nullable Path pathOrNull(String path) {
    try {
      return Path.of(path);
    } catch (InvalidPathException e) {
      return null;
    }
  }

  private static int firstGlob(String path) {
    for (int i = 0; i < path.length(); i++) {
      if ("*?[{".indexOf(path.charAt(i)) >= 0) {
        return i;
      }
    }
    return -1;
  }
}
