package org.ocellus.app;

/** What a command says to the shell. */
final class ExitCode {
  /** All done. */
  static final int DONE = 0;

  /** Done, but some pictures failed; each was named. */
  static final int DONE_WITH_FAILURES = 1;

  /** The command was not understood. */
  static final int WRONG_USE = 2;

  /** It was understood but cannot be done; the message says why. */
  static final int CANNOT = 3;

  /** Stopped by the user, as shells count it: 128 + SIGINT. */
  static final int STOPPED = 130;

  private ExitCode() {}
}
