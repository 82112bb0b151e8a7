package org.ocellus.app.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The gallery, from an archive made here, fetched by a script that stands in npm's place. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "npm's stand-in is a shell script")
class GalleryTest {
  @TempDir Path cache;
  private final List<String> messages = new ArrayList<>();

  private static byte[] archive(String... names) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
      for (String name : names) {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(3);
        tar.putArchiveEntry(entry);
        tar.write("abc".getBytes(StandardCharsets.UTF_8));
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static NpmPackage source(byte[] archive) throws Exception {
    return new NpmPackage(
        EmojiGallery.PACKAGE,
        HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(archive)));
  }

  /** A command that does what {@code npm pack} does: lays the file into the current folder. */
  private String npm(String script) throws Exception {
    Path file = cache.resolve("npm");
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return file.toString();
  }

  private String npmThatBrings(byte[] archive) throws Exception {
    Path file = Files.write(cache.resolve("archive"), archive);
    return npm("[ \"$1\" = pack ] && cp " + file + " lobehub-fluent-emoji-3d-1.1.0.tgz");
  }

  @Test
  void picturesAreUnpackedWithoutTwinsAndToldByUnicode() throws Exception {
    byte[] archive =
        archive(
            "package/package.json",
            "package/assets/1f600.webp",
            "package/assets/1f44d-1f3fd.webp",
            "package/assets/../../../escaped.webp",
            "package/assets/1f408.webp");
    EmojiGallery gallery = new EmojiGallery(cache, source(archive));

    Path manifest = gallery.prepare(npmThatBrings(archive), messages::add);

    assertThat(Files.readAllLines(manifest))
        .containsExactly(EmojiGallery.line("1f408.webp"), EmojiGallery.line("1f600.webp"));
    assertThat(gallery.folder().resolve("emoji")).isDirectoryContaining("glob:**1f600.webp");
    assertThat(cache).isDirectoryNotContaining("glob:**escaped.webp");
    assertThat(messages).singleElement().asString().contains(EmojiGallery.PACKAGE);
  }

  @Test
  void aSecondRunFetchesNothing() throws Exception {
    byte[] archive = archive("package/assets/1f600.webp");
    EmojiGallery gallery = new EmojiGallery(cache, source(archive));
    gallery.prepare(npmThatBrings(archive), messages::add);

    gallery.prepare("/nowhere/npm", messages::add);

    assertThat(messages).hasSize(1);
  }

  @Test
  void anotherArchiveIsRefused() throws Exception {
    byte[] archive = archive("package/assets/1f600.webp");
    EmojiGallery gallery = new EmojiGallery(cache, source(archive("package/other")));

    assertThatThrownBy(() -> gallery.prepare(npmThatBrings(archive), messages::add))
        .isInstanceOf(GalleryException.class)
        .hasMessageContaining(EmojiGallery.PACKAGE)
        .hasMessageContaining("SHA-256")
        .hasMessageContaining("registry");
    assertThat(gallery.folder()).isEmptyDirectory();
  }

  @Test
  void withoutNpmItSaysWhatToInstallAndWhatWorksWithoutIt() {
    EmojiGallery gallery = new EmojiGallery(cache);

    assertThatThrownBy(() -> gallery.prepare("/nowhere/npm", messages::add))
        .isInstanceOf(GalleryException.class)
        .hasMessageContaining("apt install npm")
        .hasMessageContaining("ocellus demo DIR");
  }

  @Test
  void whatNpmSaysOfItsFailureIsPassedOn() throws Exception {
    String npm = npm("echo 'npm error network unreachable'; exit 1");

    assertThatThrownBy(() -> new EmojiGallery(cache).prepare(npm, messages::add))
        .isInstanceOf(GalleryException.class)
        .hasMessageContaining("network unreachable")
        .hasMessageContaining("ocellus demo DIR");
  }

  @Test
  void theCacheIsWhereXdgSays() {
    assertThat(CacheFolder.of("/x", "/home/me")).isEqualTo(Path.of("/x/ocellus"));
    assertThat(CacheFolder.of(null, "/home/me")).isEqualTo(Path.of("/home/me/.cache/ocellus"));
    assertThat(CacheFolder.of(" ", "/home/me")).isEqualTo(Path.of("/home/me/.cache/ocellus"));
  }
}
