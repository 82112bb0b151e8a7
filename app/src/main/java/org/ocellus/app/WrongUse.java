package org.ocellus.app;

import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in two lines what is wrong with a command and where its help is. */
final class WrongUse implements IParameterExceptionHandler {
  @Override
  public int handleParseException(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    command.getErr().println(String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    if (!UnmatchedArgumentException.printSuggestions(e, command.getErr())) {
      command
          .getErr()
          .println("How to use it: " + command.getCommandSpec().qualifiedName() + " --help");
    }
    return ExitCode.WRONG_USE;
  }
}
