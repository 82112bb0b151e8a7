package org.ocellus.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.ocellus.app.LabelledPictures.LabelledPicture;
import org.ocellus.image.ImageDecoder;
import org.ocellus.image.PerceptualHash;
import org.ocellus.image.RgbImage;
import org.ocellus.model.Calibration;
import org.ocellus.model.Calibrator;
import org.ocellus.model.Metric;
import org.ocellus.model.Model;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ocellus calibrate}. */
@Command(
    name = "calibrate",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Measures what a model's scores are worth, so that searches can ask for likely hits: every"
          + " labelled picture asks for its like among all others, and a hit of the same class is"
          + " right.",
      "Prints how well that holds for classes that took no part in the fit. It holds for"
          + " collections like this one: where fewer pictures are right, a score is worth less. Take"
          + " pictures that the model was not trained on."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ocellus calibrate things --model my-model     things/cup/*.jpg, things/shoe/*.jpg, …",
      "  ocellus calibrate --manifest things.jsonl --label kind --out calibration.json",
      "",
      "A manifest has one picture a line:",
      "  {\"path\":\"a.jpg\",\"label\":\"cup\"}"
    })
final class CalibrateCommand implements Callable<Integer> {
  private static final int BATCH = 32;

  /** Copies of one picture, however they are labelled, prove nothing. */
  private static final int COPY_BITS = 8;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DIR", arity = "0..*", description = "Folders with one folder a class.")
  private List<Path> folders = List.of();

  @Option(
      names = "--manifest",
      paramLabel = "F",
      description = "A JSON-lines file that names pictures and their class, see below.")
  private @Nullable Path manifest;

  @Option(
      names = "--label",
      paramLabel = "FIELD",
      defaultValue = "label",
      description = "The manifest's field that names the class. Default: ${DEFAULT-VALUE}.")
  private String label = "label";

  @Option(
      names = "--neighbours",
      paramLabel = "K",
      defaultValue = "50",
      description = "How many first hits of each picture to look at. Default: ${DEFAULT-VALUE}.")
  private int neighbours = 50;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "What to write. Default: calibration.json in the folder of --model.")
  private @Nullable Path out;

  @Mixin private ModelOption model;

  /** What is known of one picture. */
  private record Seen(Calibrator.Labelled labelled, long phash) {}

  @Override
  public Integer call() throws IOException {
    LabelledPictures pictures = new LabelledPictures();
    for (Path folder : folders) {
      pictures.addFolder(folder);
    }
    if (manifest != null) {
      pictures.addManifest(manifest, label);
    }
    if (pictures.found().isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "Name labelled pictures: a folder, or --manifest F");
    }
    try (Model network = model.open(null, 1)) {
      Path file = out == null ? beside(network) : out;
      List<Seen> seen = look(pictures.found(), network);
      Calibrator calibrator =
          new Calibrator(
              seen.stream().map(Seen::labelled).toList(),
              neighbours,
              (one, other, cosine) ->
                  PerceptualHash.distance(seen.get(one).phash, seen.get(other).phash) <= COPY_BITS);
      Calibration calibration = calibrator.calibration(network.fingerprint());
      report(calibration, calibrator);
      Files.writeString(file, calibration.toJson());
      return seen.size() == pictures.found().size() ? ExitCode.DONE : ExitCode.DONE_WITH_FAILURES;
    }
  }

  private Path beside(Model network) {
    return network
        .folder()
        .map(folder -> folder.resolve(Calibration.FILE))
        .orElseThrow(
            () ->
                new ParameterException(
                    spec.commandLine(), "The shipped model lies in a jar: say --out FILE"));
  }

  /** Embeds all pictures; one that cannot be read is named and left out. */
  private List<Seen> look(List<LabelledPicture> pictures, Model network) {
    FailureReport failures = new FailureReport(spec.commandLine(), false);
    ImageDecoder decoder = new ImageDecoder();
    return IntStream.rangeClosed(0, (pictures.size() - 1) / BATCH)
        .parallel()
        .mapToObj(
            i ->
                batch(
                    pictures.subList(i * BATCH, Math.min((i + 1) * BATCH, pictures.size())),
                    network,
                    decoder,
                    failures))
        .flatMap(List::stream)
        .toList();
  }

  private static List<Seen> batch(
      List<LabelledPicture> pictures, Model network, ImageDecoder decoder, FailureReport failures) {
    List<Seen> seen = new ArrayList<>();
    for (LabelledPicture picture : pictures) {
      String name = picture.file().toString();
      try {
        RgbImage image =
            network.preprocessing().decode(decoder, Files.readAllBytes(picture.file()), name);
        float[] vector = Objects.requireNonNull(network.encoder().embed(List.of(image)).get(0));
        seen.add(
            new Seen(new Calibrator.Labelled(vector, picture.label()), PerceptualHash.of(image)));
      } catch (IOException e) {
        failures.write(name, CannotDo.message(e));
      }
    }
    return seen;
  }

  private void report(Calibration calibration, Calibrator calibrator) {
    PrintWriter to = spec.commandLine().getOut();
    to.printf(
        "%,d pictures of %,d classes, %d first hits each, copies left out.%n",
        calibration.pictures(), calibration.classes(), calibration.neighbours());
    for (Metric metric : Metric.values()) {
      to.printf("%n%s, on classes that the curve was not fitted on:%n%n", metric.id());
      to.println("| likely | promised | measured | hits | questions with a hit |");
      to.println("|---|---|---|---|---|");
      for (Calibrator.Promise promise : calibrator.promises(metric)) {
        if (promise.hits() == 0) {
          to.printf("| %.1f | no score promises that | | 0 | 0 %% |%n", promise.least());
        } else {
          to.printf(
              "| %.1f | %.3f | %.3f | %,d | %.0f %% |%n",
              promise.least(),
              promise.promised(),
              promise.measured(),
              promise.hits(),
              100 * promise.answered());
        }
      }
    }
  }
}
