package org.ocellus.app.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * A gallery of 1,871 pictures that anybody can have: Microsoft's Fluent emoji in 3D (MIT), from the
 * npm package {@value #PACKAGE}, without those that only vary the colour of skin. What each shows
 * is told by Unicode.
 */
public final class EmojiGallery {
  static final String PACKAGE = "@lobehub/fluent-emoji-3d@1.1.0";

  private static final NpmPackage SOURCE =
      new NpmPackage(PACKAGE, "c1bb7eee7de090205a232518a9ab4adb3df458bfbe8a1f78232991194c8b2e58");
  private static final String PICTURES = "package/assets/";
  private static final String KIND = ".webp";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final NpmPackage source;

  /**
   * @param cache where it is kept, as {@link CacheFolder} says
   */
  public EmojiGallery(Path cache) {
    this(cache, SOURCE);
  }

  EmojiGallery(Path cache, NpmPackage source) {
    this.folder = cache.resolve("gallery");
    this.source = source;
  }

  /** Where it is kept. */
  public Path folder() {
    return folder;
  }

  /**
   * Gets the pictures, if they are not there yet, and writes the manifest: for each its path, id,
   * caption and keywords, and two fields of its own, {@code base}, the first code point, and {@code
   * split}: {@code test} for the half by base that nothing is trained on, else {@code train}.
   *
   * @return the manifest
   * @throws GalleryException if the pictures cannot be had
   */
  public Path prepare(Consumer<String> messages) throws IOException {
    return prepare("npm", messages);
  }

  Path prepare(String npm, Consumer<String> messages) throws IOException {
    Path pictures = folder.resolve("emoji");
    if (!Files.isDirectory(pictures)) {
      unpack(source.fetch(folder, npm, messages), pictures);
    }
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.list(pictures)) {
      for (Path file : files.sorted().toList()) {
        lines.add(line(String.valueOf(file.getFileName())));
      }
    }
    Files.write(manifest(), lines);
    return manifest();
  }

  /** Where the manifest is. */
  public Path manifest() {
    return folder.resolve("emoji.jsonl");
  }

  static String line(String fileName) throws IOException {
    String id = fileName.substring(0, fileName.length() - KIND.length());
    EmojiNames names = EmojiNames.of(id);
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("path", "emoji/" + fileName);
    line.put("id", id);
    line.put("caption", names.caption());
    line.put("keywords", names.keywords());
    line.put("base", Integer.toHexString(names.base()));
    line.put("split", names.isHeldOut() ? "test" : "train");
    return JSON.writeValueAsString(line);
  }

  /** Into a folder of its own first: what is there under its final name is whole. */
  private void unpack(Path archive, Path pictures) throws IOException {
    Path fresh = Files.createTempDirectory(folder, "unpacking-");
    try (InputStream file = Files.newInputStream(archive);
        TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(file))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        String name = entry.getName();
        String last = name.substring(name.lastIndexOf('/') + 1);
        // Only plain names in the one folder: nothing can be written elsewhere.
        if (name.equals(PICTURES + last)
            && last.matches("[0-9a-f_-]+\\" + KIND)
            && !EmojiNames.of(last.substring(0, last.length() - KIND.length())).isSkinToneTwin()) {
          Files.copy(tar, fresh.resolve(last));
        }
      }
      Files.move(fresh, pictures, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Folders.delete(fresh);
    }
  }
}
