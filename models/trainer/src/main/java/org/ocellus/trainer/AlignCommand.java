package org.ocellus.trainer;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.ocellus.trainer.text.SentenceAlignment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a picture encoder understand sentences. */
@Command(
    name = "align",
    mixinStandardHelpOptions = true,
    description = {
      "Writes a model that places pictures where sentences about them lie, so that a sentence finds"
          + " pictures without captions. The picture encoder stays as it is; what takes its embeddings"
          + " to the sentences is learned from captioned pictures, in minutes."
    })
final class AlignCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec command;

  @Parameters(paramLabel = "FOLDER", description = "A model folder whose network embeds pictures.")
  private Path modelFolder = Path.of("");

  @Option(
      names = "--captions",
      required = true,
      paramLabel = "FILE",
      description =
          "A manifest of pictures with 'caption' or 'captions' and a 'split': train to learn from, dev"
              + " to watch, test to measure at the end.")
  private Path captions = Path.of("");

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FOLDER2",
      description = "The new model's folder; files in it are replaced.")
  private Path out = Path.of("");

  @Option(
      names = "--encoder",
      paramLabel = "NAME",
      defaultValue = "all-minilm-l6-v2-q",
      description =
          "The sentence encoder, an artifact on the class path. Default: ${DEFAULT-VALUE}.")
  private String encoder = "";

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "60",
      description = "How often the captioned pictures are gone through. Default: ${DEFAULT-VALUE}.")
  private int epochs;

  @Override
  public Integer call() throws IOException {
    PrintWriter print = Objects.requireNonNull(command).commandLine().getOut();
    SentenceAlignment alignment =
        new SentenceAlignment(
            modelFolder,
            encoder,
            epochs,
            line -> {
              print.println(line);
              print.flush();
            });
    print.println(alignment.run(captions, out));
    print.println("model in " + out);
    print.flush();
    return 0;
  }
}
