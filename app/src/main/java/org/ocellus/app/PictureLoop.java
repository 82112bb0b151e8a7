package org.ocellus.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.ocellus.app.answer.JsonLines;
import org.ocellus.image.ImageDecoder;
import org.ocellus.image.Preprocessing;
import org.ocellus.image.RgbImage;
import picocli.CommandLine;

/** Does the same with each of several pictures; one that cannot be read is named and left out. */
final class PictureLoop {
  private final FailureReport failures;
  private final JsonLines lines;
  private final ImageDecoder decoder = new ImageDecoder();

  /** What to do with a picture. */
  interface Action {
    void accept(String path, RgbImage image) throws IOException;
  }

  PictureLoop(CommandLine command, boolean json) {
    this.failures = new FailureReport(command, json);
    this.lines = new JsonLines(command.getOut());
  }

  JsonLines lines() {
    return lines;
  }

  /** Returns the exit code. */
  int over(List<Path> files, Preprocessing preprocessing, Action action) throws IOException {
    int code = ExitCode.DONE;
    for (Path file : files) {
      RgbImage image;
      try {
        image = preprocessing.decode(decoder, Files.readAllBytes(file), file.toString());
      } catch (IOException e) {
        failures.write(file.toString(), CannotDo.message(e));
        code = ExitCode.DONE_WITH_FAILURES;
        continue;
      }
      action.accept(file.toString(), image);
    }
    return code;
  }
}
