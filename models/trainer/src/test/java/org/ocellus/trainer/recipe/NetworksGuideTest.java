package org.ocellus.trainer.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.ocellus.trainer.network.Architecture;
import org.ocellus.trainer.network.Layer;
import org.ocellus.trainer.network.Network;

/** What models/recipes/NETWORKS.md says is so. */
class NetworksGuideTest {
  private static final Path GUIDE = Path.of("../recipes/NETWORKS.md");
  private static final Pattern ROW = Pattern.compile("\\| `([^`]+)` \\|(.*)\\|");
  private static final Pattern COUNT = Pattern.compile("([\\d,]+) \\(.*?(\\d+) classes\\)");
  private static final ObjectMapper YAML =
      YAMLMapper.builder().addModule(new NetworkModule()).build();

  @Test
  void allNetworksAreThereWithTheirParameters() throws IOException {
    List<String> names = new ArrayList<>();
    for (Matcher row : table("| network |")) {
      Architecture network = YAML.readValue(row.group(1), Architecture.class);
      names.add(name(row.group(1)));
      Matcher count = COUNT.matcher(row.group(2));
      if (count.find()) {
        // Those of the name alone, whatever options the example has.
        Architecture plain = YAML.readValue(name(row.group(1)), Architecture.class);
        assertThat(
                plain
                    .network()
                    .withLinearHead("logits", Integer.parseInt(count.group(2)))
                    .parameters())
            .isEqualTo(Long.parseLong(count.group(1).replace(",", "")));
      } else {
        assertThat(network.network().parameters()).isNotNegative();
      }
    }
    assertThat(names).containsExactlyInAnyOrderElementsOf(NetworkModule.networkNames());
  }

  @Test
  void allLayersAreThereWithTheirDefaults() throws IOException {
    List<String> names = new ArrayList<>();
    for (Matcher row : table("| layer |")) {
      Layer layer = YAML.readValue(row.group(1), Layer.class);
      String name = name(row.group(1));
      names.add(name);
      String shortest =
          switch (name) {
            case "conv" -> "conv: {out: 16, kernel: 3}";
            case "max_pool", "min_pool", "mean_pool" -> name + ": {kernel: 2}";
            case "linear" -> "linear: {out: 10}";
            case "residual" -> "residual: {body: [tanh]}";
            case "dropout", "rescale" -> row.group(1); // nothing can be left out
            default -> name;
          };
      assertThat(layer).isEqualTo(YAML.readValue(shortest, Layer.class));
    }
    assertThat(names).containsExactlyInAnyOrderElementsOf(NetworkModule.layerNames());
  }

  @Test
  void itsExampleIsANetwork() throws IOException {
    String guide = Files.readString(GUIDE);
    int start = guide.indexOf("```yaml\nnetwork:") + "```yaml\nnetwork:".length();
    String yaml = guide.substring(start, guide.indexOf("```", start)).stripIndent();

    try (Network network = new Network(YAML.readValue(yaml, Architecture.class).network(), 1)) {
      assertThat(network.spec().dimension()).isEqualTo(64);
    }
  }

  private static String name(String yaml) {
    return yaml.contains(":") ? yaml.substring(0, yaml.indexOf(':')) : yaml;
  }

  /** The rows of the table that begins so. */
  private static List<Matcher> table(String head) throws IOException {
    return Files.readString(GUIDE)
        .lines()
        .dropWhile(line -> !line.startsWith(head))
        .takeWhile(line -> line.startsWith("|"))
        .map(ROW::matcher)
        .filter(Matcher::matches)
        .toList();
  }
}
