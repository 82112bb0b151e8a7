package org.ocellus.trainer;

import ai.onnx.proto.OnnxMl.ModelProto;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.ocellus.model.Model;
import org.ocellus.trainer.network.Architecture;
import org.ocellus.trainer.network.NetworkSpec;
import org.ocellus.trainer.network.NetworkSummary;
import org.ocellus.trainer.onnx.GraphSummary;
import org.ocellus.trainer.onnx.ReceptiveFields;
import org.ocellus.trainer.recipe.RecipeException;
import org.ocellus.trainer.recipe.RecipeReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what a network is made of and what it costs. */
@Command(
    name = "describe",
    mixinStandardHelpOptions = true,
    description = {
      "Prints a network layer by layer: options, output shape, parameters, multiplications with"
          + " accumulation (MACs) for one picture, and the receptive field: the side in pixels of"
          + " what one output sees."
    })
final class DescribeCommand implements Callable<Integer> {
  private static final List<String> COLUMNS =
      List.of("layer", "options", "output", "parameters", "MACs", "field");

  @Spec private @Nullable CommandSpec command;

  @Parameters(
      paramLabel = "WHAT",
      description =
          "A recipe, a model folder, or a network as recipes name it: alexnet, or"
              + " 'mobilenet-v2: {width: 0.5}'.")
  private String what = "";

  @Option(
      names = "--classes",
      paramLabel = "N",
      description = "With the linear layer that tells N classes apart, as a training adds it.")
  private @Nullable Integer classes;

  @Override
  public Integer call() throws IOException {
    PrintWriter print = Objects.requireNonNull(command).commandLine().getOut();
    Path path = Path.of(what);
    if (classes != null && classes < 1) {
      throw new ParameterException(command.commandLine(), "--classes must be >= 1, got " + classes);
    }
    if (Files.isDirectory(path)) {
      if (classes != null) {
        throw new ParameterException(
            command.commandLine(), "--classes is for recipes and names: a model has its outputs");
      }
      try (Model model = Model.open(path)) {
        describe(print, model);
      }
    } else if (Files.exists(path) || what.matches(".*\\.ya?ml|.*[/\\\\].*")) {
      describe(print, RecipeReader.read(path).architecture().network());
    } else {
      describe(print, named().network());
    }
    print.flush();
    return 0;
  }

  private Architecture named() {
    try {
      return RecipeReader.network(what);
    } catch (RecipeException e) {
      throw new RecipeException(e.getMessage() + "; nor is there a file or folder of that name", e);
    }
  }

  private void describe(PrintWriter print, NetworkSpec bare) {
    NetworkSpec network = classes == null ? bare : bare.withLinearHead(NetworkSpec.LOGITS, classes);
    NetworkSummary summary = NetworkSummary.of(network);
    TextTable table = new TextTable(COLUMNS, List.of(3, 4, 5));
    for (NetworkSummary.Row row : summary.rows()) {
      table.add(
          row.name(),
          row.options(),
          row.output().toString(),
          number(row.parameters()),
          number(row.macs()),
          row.field() == null ? "all" : row.field().toString());
    }
    table.print(print);
    print.println();
    print.println("input " + network.input() + ", embedding " + network.dimension());
    totals(print, summary.parameters(), summary.macs());
    if (network.heads().isEmpty()) {
      print.println("A training adds the head that its labels need; --classes N shows it.");
    }
  }

  private static void describe(PrintWriter print, Model model) throws IOException {
    byte[] graph = model.graph();
    int height = model.preprocessing().height();
    int width = model.preprocessing().width();
    GraphSummary summary = GraphSummary.of(ModelProto.parseFrom(graph), 3, height, width);
    TextTable table = new TextTable(COLUMNS, List.of(3, 4, 5));
    for (GraphSummary.Row row : summary.rows()) {
      table.add(
          row.name(),
          row.operator(),
          row.output().stream().map(String::valueOf).collect(Collectors.joining(" × ")),
          number(row.parameters()),
          number(row.macs()),
          row.field() == ReceptiveFields.ALL ? "all" : Long.toString(row.field()));
    }
    table.print(print);
    print.println();
    print.println("input 3 × " + height + " × " + width);
    totals(print, summary.parameters(), summary.macs());
    print.println(String.format(Locale.ROOT, "%.1f MB on disk", graph.length / 1e6));
  }

  private static void totals(PrintWriter print, long parameters, long macs) {
    print.println(
        String.format(
            Locale.ROOT,
            "%,d parameters, %.1f MB in float32; %,d MACs",
            parameters,
            parameters * Float.BYTES / 1e6,
            macs));
  }

  private static String number(long value) {
    return value == 0 ? "" : String.format(Locale.ROOT, "%,d", value);
  }
}
