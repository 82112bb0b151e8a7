package org.ocellus.app;

import java.util.List;
import org.ocellus.app.answer.JsonLines;
import org.ocellus.ingest.Failure;
import picocli.CommandLine;

/** Names pictures that failed: to people on standard error, to programs as a line of JSON. */
final class FailureReport {
  private final CommandLine command;
  private final boolean json;

  FailureReport(CommandLine command, boolean json) {
    this.command = command;
    this.json = json;
  }

  void write(List<Failure> failures) {
    failures.forEach(failure -> write(failure.path(), failure.error()));
  }

  void write(String path, String error) {
    // Messages of the decoder name the picture themselves; here it has its own place.
    String prefix = path + ": ";
    String bare = error.startsWith(prefix) ? error.substring(prefix.length()) : error;
    if (json) {
      new JsonLines(command.getOut()).write("path", path, "error", bare);
    } else {
      command.getErr().println(prefix + bare);
    }
  }
}
