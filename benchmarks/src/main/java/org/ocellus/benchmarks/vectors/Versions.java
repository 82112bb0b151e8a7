package org.ocellus.benchmarks.vectors;

import io.github.jbellis.jvector.graph.GraphIndexBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.lucene.util.Version;

/** Which versions of libraries were compared. */
final class Versions {
  private static final String JVECTOR =
      "/META-INF/maven/io.github.jbellis/jvector-base/pom.properties";

  private Versions() {}

  /**
   * In words.
   *
   * @param work where the C++ program was built, if it was
   */
  static String of(Path work) throws IOException {
    List<String> versions = new ArrayList<>();
    versions.add("Lucene " + Version.LATEST);
    try (InputStream in = GraphIndexBuilder.class.getResourceAsStream(JVECTOR)) {
      if (in != null) {
        Properties jvector = new Properties();
        jvector.load(in);
        versions.add("JVector " + jvector.getProperty("version"));
      }
    }
    Path peers = work.resolve("peers.versions");
    if (Files.exists(peers)) {
      versions.addAll(Files.readAllLines(peers));
    }
    return String.join(", ", versions);
  }
}
