package org.ocellus.app.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Consumer;
import org.ocellus.model.Fingerprint;

/**
 * A package of the npm registry as the file that {@code npm pack} makes of it, fetched once.
 *
 * @param name with its version, such as {@code @scope/name@1.0.0}
 * @param sha256 of the file, hexadecimal
 */
record NpmPackage(String name, String sha256) {
  private static final String WITHOUT_NPM =
      "; without it, show pictures of your own: ocellus demo DIR";

  /**
   * The file in this folder, fetched if it is not there or damaged.
   *
   * @param npm the command that runs npm
   * @throws GalleryException if npm is missing or fails, or what it brings is something else
   */
  Path fetch(Path folder, String npm, Consumer<String> messages) throws IOException {
    Path file = folder.resolve(fileName());
    if (Files.exists(file) && sha256(file).equals(sha256)) {
      return file;
    }
    Files.createDirectories(folder);
    messages.accept("Fetching the gallery with npm: " + name);
    Path fresh = Files.createTempDirectory(folder, "npm-");
    try {
      pack(fresh, npm);
      Path packed = fresh.resolve(fileName());
      String actual = Files.exists(packed) ? sha256(packed) : "nothing";
      if (!actual.equals(sha256)) {
        throw new GalleryException(
            "npm brought another "
                + name
                + " than expected (SHA-256 "
                + actual
                + ", expected "
                + sha256
                + "): look into the registry that npm is set to use");
      }
      return Files.move(packed, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Folders.delete(fresh);
    }
  }

  private void pack(Path folder, String npm) throws IOException {
    Process process;
    try {
      process =
          new ProcessBuilder(npm, "pack", "--loglevel=error", name)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      throw new GalleryException(
          "the demo's gallery comes from npm, which is not installed (Debian: apt install npm)"
              + WITHOUT_NPM,
          e);
    }
    try {
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new GalleryException(
            "npm could not fetch "
                + name
                + " ("
                + said.strip().lines().findFirst().orElse("it does not say why")
                + "): is there a network?"
                + WITHOUT_NPM);
      }
    } catch (InterruptedException e) {
      process.destroy();
      throw new GalleryException("stopped while npm was fetching " + name, e);
    }
  }

  /** As npm names it: {@code @scope/name@1.0.0} becomes {@code scope-name-1.0.0.tgz}. */
  private String fileName() {
    int version = name.lastIndexOf('@');
    return name.substring(0, version).replace("@", "").replace('/', '-')
        + "-"
        + name.substring(version + 1)
        + ".tgz";
  }

  private static String sha256(Path file) throws IOException {
    return Fingerprint.sha256(Files.readAllBytes(file));
  }
}
