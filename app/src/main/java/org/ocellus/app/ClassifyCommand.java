package org.ocellus.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.ocellus.model.ImageClassifier;
import org.ocellus.model.Label;
import org.ocellus.model.Model;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ocellus classify}. */
@Command(
    name = "classify",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Names what pictures show, with the network's probabilities.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ocellus classify dog.jpg",
      "  ocellus classify --model mobilenet-v2 --top 3 --json *.jpg",
      "",
      "With --json, one object a line, the second for a picture that cannot be read:",
      "  {\"path\":…,\"labels\":[{\"label\":…,\"probability\":…}]}",
      "  {\"path\":…,\"error\":…}"
    })
final class ClassifyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "F", arity = "1..*", description = "Pictures.")
  private List<Path> files;

  @Mixin private ModelOption model;

  @Option(names = "--top", paramLabel = "K", description = "So many labels each; 5 unless said.")
  private int top = 5;

  @Option(names = "--json", description = "Prints one JSON object a line.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    PictureLoop loop = new PictureLoop(spec.commandLine(), json);
    try (Model network = model.open()) {
      ImageClassifier classifier = network.classifier();
      return loop.over(
          files,
          network,
          (path, image) -> {
            List<Label> labels = classifier.classify(List.of(image), top).get(0);
            if (json) {
              loop.lines()
                  .write("path", path, "labels", labels.stream().map(this::object).toList());
            } else {
              out.println(path);
              labels.forEach(
                  label ->
                      out.printf(
                          Locale.ROOT,
                          "  %6.2f %%  %s%n",
                          100 * label.probability(),
                          label.name()));
            }
          });
    }
  }

  private Map<String, Object> object(Label label) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("label", label.name());
    object.put("probability", label.probability());
    return object;
  }
}
