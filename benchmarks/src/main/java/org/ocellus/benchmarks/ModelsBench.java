package org.ocellus.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * What models cost, each in a process of its own, so that none is charged with another's memory.
 */
@Command(
    name = "models",
    description = {
      "Size, time and memory of model folders, with one thread; what they see: ocellus bench sight.",
      "Times are of the network alone, the fastest of the runs, for other work only slows them;"
          + " memory is the most that a process with nothing but this model ever held, Java's"
          + " included (Linux alone tells)."
    },
    mixinStandardHelpOptions = true)
final class ModelsBench implements Callable<Integer> {
  @Spec private @Nullable CommandSpec command;

  @Parameters(
      paramLabel = "FOLDER",
      description = "model folders; the shipped one unless given",
      arity = "0..*")
  private List<Path> folders = List.of();

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = Objects.requireNonNull(command).commandLine().getOut();
    out.printf("%s%n%n%s%n", BenchCommand.machine(), ModelCost.HEADER);
    out.print(folders.isEmpty() ? measured(List.of()) : "");
    for (Path folder : folders) {
      out.print(measured(List.of(folder.toString())));
      out.flush();
    }
    out.flush();
    return 0;
  }

  private static String measured(List<String> arguments) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-Xmx256m"));
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), ModelCost.class.getName()));
    line.addAll(arguments);
    Process process =
        new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String row = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("model " + arguments + " could not be measured: see above");
    }
    return row;
  }
}
