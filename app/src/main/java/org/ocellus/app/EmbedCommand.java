package org.ocellus.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.ocellus.model.ImageEncoder;
import org.ocellus.model.Model;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ocellus embed}. */
@Command(
    name = "embed",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Prints the vector that the network makes of each picture, as the network gives it: not"
          + " scaled to unit length. Pictures that look alike have vectors that point alike."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ocellus embed bridge.jpg",
      "  ocellus embed --json *.jpg > vectors.jsonl",
      "",
      "With --json, one object a line, the second for a picture that cannot be read:",
      "  {\"path\":…,\"embedding\":[…]}",
      "  {\"path\":…,\"error\":…}"
    })
final class EmbedCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "F", arity = "1..*", description = "Pictures.")
  private List<Path> files;

  @Mixin private ModelOption model;

  @Option(names = "--json", description = "Prints one JSON object a line.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    PictureLoop loop = new PictureLoop(spec.commandLine(), json);
    try (Model network = model.open()) {
      ImageEncoder encoder = network.encoder();
      return loop.over(
          files,
          network.preprocessing(),
          (path, image) -> {
            float[] embedding = encoder.embed(List.of(image)).get(0);
            if (json) {
              loop.lines().write("path", path, "embedding", embedding);
            } else {
              StringBuilder line = new StringBuilder(path);
              for (float value : embedding) {
                line.append(' ').append(value);
              }
              out.println(line);
            }
          });
    }
  }
}
