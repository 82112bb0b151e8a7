package org.ocellus.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.ocellus.image.RgbImage;
import org.ocellus.model.Caption;
import org.ocellus.model.Generation;
import org.ocellus.model.ImageCaptioner;
import org.ocellus.model.Model;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ocellus caption}. */
@Command(
    name = "caption",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Writes a sentence about each picture, with the network's confidence from 0 to 1: how usual"
          + " the sentence is for such a picture, not whether it is true."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ocellus caption dog.jpg",
      "  ocellus caption --beams 5 --json *.jpg",
      "",
      "With --json, one object a line, the second for a picture that cannot be read:",
      "  {\"path\":…,\"caption\":…,\"confidence\":…}",
      "  {\"path\":…,\"error\":…}"
    })
final class CaptionCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "F", arity = "1..*", description = "Pictures.")
  private List<Path> files;

  @Option(
      names = "--model",
      paramLabel = "FOLDER",
      description = {
        "Folder of a captioner: encoder_model.onnx, decoder_model.onnx, tokenizer.json, as Hugging"
            + " Face ONNX exports have them. Without it: that of the model that ships with Ocellus."
      })
  private @Nullable Path folder;

  @Option(
      names = "--beams",
      paramLabel = "N",
      description = "How many sentences are kept on the way; as its makers advise unless said.")
  private @Nullable Integer beams;

  @Option(names = "--json", description = "Prints one JSON object a line.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    if (folder != null) {
      try (ImageCaptioner captioner = ImageCaptioner.open(folder)) {
        return write(captioner);
      }
    }
    try (Model network = Model.bundled()) {
      return write(network.captioner());
    }
  }

  private int write(ImageCaptioner captioner) throws IOException {
    Generation search =
        beams == null ? captioner.generation() : captioner.generation().withBeams(beams);
    PictureLoop loop = new PictureLoop(spec.commandLine(), json);
    return loop.over(
        files,
        captioner.preprocessing(),
        (path, image) -> print(path, caption(captioner, image, search), loop));
  }

  private static Caption caption(ImageCaptioner captioner, RgbImage image, Generation search)
      throws IOException {
    return captioner.caption(List.of(captioner.preprocessing().apply(image)), search).get(0);
  }

  private void print(String path, Caption caption, PictureLoop loop) {
    if (json) {
      loop.lines()
          .write("path", path, "caption", caption.text(), "confidence", caption.confidence());
      return;
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(path);
    out.printf(Locale.ROOT, "  %4.2f  %s%n", caption.confidence(), caption.text());
  }
}
