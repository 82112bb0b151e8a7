package org.ocellus.app;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Turns what went wrong into one line; the stack trace is for who sets {@code OCELLUS_DEBUG}. */
final class CannotDo implements IExecutionExceptionHandler {
  private static final String DEBUG = "OCELLUS_DEBUG";

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    tell(e, command);
    if (e instanceof ClosedByInterruptException || e instanceof InterruptedIOException) {
      return ExitCode.STOPPED;
    }
    // The library refuses senseless questions and options by IllegalArgumentException.
    return e instanceof IllegalArgumentException ? ExitCode.WRONG_USE : ExitCode.CANNOT;
  }

  /** Prints its line. */
  static void tell(Throwable e, CommandLine command) {
    command.getErr().println(message(e));
    if (System.getenv(DEBUG) != null) {
      e.printStackTrace(command.getErr());
    }
  }

  /** What a person needs to know of it. */
  static String message(Throwable e) {
    return switch (e) {
      case NoSuchFileException missing -> file(missing, "no such file or folder");
      case AccessDeniedException denied -> file(denied, "access denied");
      case FileSystemException other -> file(other, other.getClass().getSimpleName());
      case ClosedByInterruptException stopped -> "Stopped before the first picture.";
      case InterruptedIOException stopped -> "Stopped.";
      case IOException io -> said(io);
      case IllegalArgumentException wrong -> said(wrong);
      case IllegalStateException unable -> said(unable);
      case OutOfMemoryError small ->
          "out of memory ("
              + small.getMessage()
              + "): give Java more, such as OCELLUS_OPTS=-Xmx4g, or ask for less at once";
      case LinkageError missing ->
          "cannot load "
              + missing.getMessage()
              + ": the natives for this platform are missing or do not fit, see README.md, Platforms";
      default ->
          "unexpected " + e + "; this is a defect: set " + DEBUG + "=1 to see where it happened";
    };
  }

  private static String file(FileSystemException e, String otherwise) {
    return e.getFile() + ": " + orElse(e.getReason(), otherwise);
  }

  private static String said(Throwable e) {
    return orElse(e.getMessage(), e.toString()).lines().findFirst().orElse(e.toString());
  }

  private static String orElse(@Nullable String text, String otherwise) {
    return text == null ? otherwise : text;
  }
}
