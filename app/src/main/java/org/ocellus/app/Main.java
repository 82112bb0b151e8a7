package org.ocellus.app;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;

/** Starts the command line. */
public final class Main {
  // Held, for java.util.logging forgets the level of a logger that nobody holds.
  private static final Logger LUCENE = Logger.getLogger("org.apache.lucene");

  private Main() {}

  /** Runs a command and exits with its code; see {@link ExitCode}. */
  public static void main(String[] args) {
    // Lucene says how it compares vectors: of use to who tunes it, not to who searches pictures.
    LUCENE.setLevel(Level.SEVERE);
    System.exit(run(commandLine(), args));
  }

  /** Errors too end in a line and a code, which picocli leaves to the JVM. */
  static int run(CommandLine line, String... args) {
    try {
      return line.execute(args);
    } catch (Error e) {
      CannotDo.tell(e, line);
      return ExitCode.CANNOT;
    }
  }

  /** The command line, ready to be run any number of times. */
  static CommandLine commandLine() {
    return new CommandLine(new OcellusCommand())
        .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
        .setParameterExceptionHandler(new WrongUse())
        .setExecutionExceptionHandler(new CannotDo())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true);
  }
}
