package org.ocellus.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.lucene.util.IOUtils;
import org.ocellus.image.ImageWriter;
import org.ocellus.image.RgbImage;

/**
 * Indexes a picture and asks for it in all ways, so that the JVM which the launcher runs this in
 * has read the classes that it keeps for later starts.
 */
public final class WarmUp {
  private static final int SIDE = 64;

  private WarmUp() {}

  /** Exits with 0 if all went well. */
  public static void main(String[] args) throws IOException {
    Path folder = Files.createTempDirectory("ocellus-warm-up");
    int code = 0;
    try {
      Path pictures = Files.createDirectory(folder.resolve("pictures"));
      Path picture = pictures.resolve("black.jpg");
      ImageWriter.write(new RgbImage(SIDE, SIDE, new byte[3 * SIDE * SIDE]), picture);
      String index = folder.resolve("index").toString();
      code |= run("index", pictures.toString(), "--index", index);
      code |= run("search", "--index", index, "--image", picture.toString(), "--json");
      code |= run("search", "--index", index, "--text", "a black square");
      code |= run("search", "--index", index, "black where:year>=2020");
    } finally {
      IOUtils.rm(folder);
    }
    System.exit(code);
  }

  private static int run(String... line) {
    return Main.commandLine().execute(line);
  }
}
