package org.ocellus.solr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lines of the README that call Solr do what it says. */
class ReadmeTest extends PictureCluster {
  private static final Pattern BLOCK = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);
  private static final String FOUND = "\"numFound\":";

  @TempDir Path folder;

  @Test
  void itsCurlLinesPostPicturesAndFindThem() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "needs curl and bash");
    Files.createDirectory(folder.resolve("photos"));
    for (String name : List.of("photos/a.jpg", "photos/b.jpg", "photos/c.jpg", "query.jpg")) {
      BufferedImage drawing = ImageIO.read(new ByteArrayInputStream(Drawings.png(name.hashCode())));
      ImageIO.write(drawing, "jpg", folder.resolve(name).toFile());
    }
    create("readme", 2, 2, config -> config);
    String models = copyOfTheModel("big").toString();
    List<String> answers = new ArrayList<>();
    Matcher blocks = BLOCK.matcher(Files.readString(Path.of("README.md")));
    while (blocks.find()) {
      String block = blocks.group(1);
      if (block.contains("curl")) {
        answers.add(
            run(
                block
                    .replace("localhost:8983/solr/pictures", node() + "/readme")
                    .replace("/var/solr/models/big", models)));
      }
    }

    assertThat(answers).hasSize(5).noneMatch(answer -> answer.contains("\"error\""));
    assertThat(answers.get(0)).contains("\"status\":0");
    // Like a document, which is not found itself; by a sentence; like a picture.
    assertThat(answers.get(1).split(FOUND))
        .hasSize(4)
        .satisfies(parts -> assertThat(parts[1]).startsWith("2,"))
        .satisfies(parts -> assertThat(parts[2]).startsWith("3,"))
        .satisfies(parts -> assertThat(parts[3]).startsWith("3,"));
    assertThat(answers.get(2)).contains("\"caption\":\"").contains("\"vector\":[");
    assertThat(answers.get(3)).contains("\"copies\":[]");
    assertThat(answers.get(4)).contains("\"folder\":\"" + models);
    delete("readme");
  }

  private static String node() {
    return cluster.getJettySolrRunner(0).getBaseUrl().toString();
  }

  private String run(String script) throws IOException, InterruptedException {
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder("bash", "-euo", "pipefail", "-c", script)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).as(script).isTrue();
    String text = Files.readString(output, StandardCharsets.UTF_8);
    assertThat(process.exitValue()).as(script + text).isZero();
    return text.replaceAll("\\s+", "");
  }
}
