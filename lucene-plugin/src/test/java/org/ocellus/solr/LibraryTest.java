package org.ocellus.solr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.solr.common.SolrDocument;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Solr beside the library, on the same pictures: its command line runs in a JVM of its own, with
 * its own version of Lucene. It is there in a build of the whole project.
 */
class LibraryTest extends PictureCluster {
  private static final Path APP = Path.of("..").toAbsolutePath().normalize().resolve("app/target");
  private static final String EXTENSION = ".png";

  @TempDir static Path folder;

  @BeforeAll
  static void anIndexOfTheLibrary() throws Exception {
    assumeTrue(
        Files.exists(APP.resolve("classpath")),
        "the command line is not built: run the tests from the project's root");
    Path pictures = Files.createDirectory(folder.resolve("pictures"));
    for (int i = 0; i < COUNT; i++) {
      Files.write(pictures.resolve(id(i) + EXTENSION), Drawings.png(i));
    }
    ocellus("index", pictures.toString(), "--index", index());
  }

  @Test
  void exactSearchGivesTheSameIdsInTheSameOrderAndTheSameCosines() throws Exception {
    for (int example : new int[] {3, 17, 42}) {
      List<SolrDocument> solr =
          ask("q", "{!image f=vector exact=true id=p" + example + "}", "rows", "" + COUNT)
              .getResults();
      List<JsonNode> library = similar(example, "exact");

      assertThat(solr.stream().map(hit -> (String) hit.getFieldValue("id")))
          .isEqualTo(library.stream().map(LibraryTest::id).toList());
      for (int i = 0; i < solr.size(); i++) {
        assertThat(2.0 * (Float) solr.get(i).getFieldValue("score") - 1)
            .isCloseTo(library.get(i).get("score").asDouble(), within(1e-5));
      }
    }
  }

  private static List<JsonNode> similar(int example, String how) throws Exception {
    String question = "like:" + id(example) + EXTENSION + " " + how + " limit:" + COUNT;
    List<JsonNode> hits = new ArrayList<>();
    for (String line : ocellus("search", "--index", index(), "--json", question).lines().toList()) {
      hits.add(new ObjectMapper().readTree(line));
    }
    return hits;
  }

  private static String id(JsonNode hit) {
    String id = hit.get("id").asText();
    return id.substring(0, id.length() - EXTENSION.length());
  }

  private static String index() {
    return folder.resolve("index").toString();
  }

  /** What the command line prints. */
  private static String ocellus(String... arguments) throws Exception {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-Xmx1g", "--enable-native-access=ALL-UNNAMED", "-cp"));
    line.add(APP.resolve("classes") + ":" + Files.readString(APP.resolve("classpath")).strip());
    line.add("org.ocellus.app.Main");
    line.addAll(List.of(arguments));
    Path errors = folder.resolve("errors.txt");
    Process process = new ProcessBuilder(line).redirectError(errors.toFile()).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(Files.readString(errors)).isZero();
    return said;
  }
}
