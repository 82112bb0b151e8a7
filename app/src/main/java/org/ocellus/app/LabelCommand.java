package org.ocellus.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.ocellus.ingest.PictureReader;
import org.ocellus.model.ImageClassifier;
import org.ocellus.model.Label;
import org.ocellus.model.Model;
import org.ocellus.model.Prediction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ocellus label}. */
@Command(
    name = "label",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Names what pictures show: the likeliest classes with the network's probabilities, then the"
          + " keywords that an index would give, broader terms among them."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ocellus label dog.jpg",
      "  ocellus label --model mobilenet-v2 --top 3 --json *.jpg",
      "",
      "With --json, one object a line, the second for a picture that cannot be read:",
      "  {\"path\":…,\"labels\":[{\"label\":…,\"probability\":…}],\"keywords\":[…]}",
      "  {\"path\":…,\"error\":…}"
    })
final class LabelCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "F", arity = "1..*", description = "Pictures.")
  private List<Path> files;

  @Mixin private ModelOption model;

  @Option(names = "--top", paramLabel = "K", description = "So many labels each; 5 unless said.")
  private int top = 5;

  @Option(
      names = "--threshold",
      paramLabel = "P",
      description = "The least probability of a keyword; 0.5 unless said.")
  private float threshold = PictureReader.LABEL_THRESHOLD;

  @Option(names = "--json", description = "Prints one JSON object a line.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    PictureLoop loop = new PictureLoop(spec.commandLine(), json);
    try (Model network = model.open()) {
      // Says what is missing before the first picture is read.
      ImageClassifier classifier = network.classifier();
      return loop.over(
          files,
          network.preprocessing(),
          (path, image) -> print(path, classifier.see(image), loop));
    }
  }

  private void print(String path, Prediction seen, PictureLoop loop) {
    List<Label> labels = seen.top(top);
    List<Label> keywords = seen.labels(PictureReader.MOST_CLASSES, threshold);
    if (json) {
      loop.lines().write("path", path, "labels", objects(labels), "keywords", objects(keywords));
      return;
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(path);
    for (Label label : labels) {
      out.printf(Locale.ROOT, "  %6.2f %%  %s%n", 100 * label.probability(), label.name());
    }
    if (!keywords.isEmpty()) {
      out.println(
          "  keywords: " + keywords.stream().map(Label::name).collect(Collectors.joining("; ")));
    }
  }

  private List<Map<String, Object>> objects(List<Label> labels) {
    return labels.stream().map(this::object).toList();
  }

  private Map<String, Object> object(Label label) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("label", label.name());
    object.put("probability", label.probability());
    return object;
  }
}
