package org.ocellus.trainer;

import java.io.PrintWriter;

/** A training that a signal stops, so that it can go on later. */
final class StoppableTraining {
  private static final int INTERRUPTED = 130; // as shells have it

  /** Prepares, trains and exports. */
  interface Work {
    void run(TrainingDisplay display) throws InterruptedException;
  }

  private StoppableTraining() {}

  /** Does the work and returns the exit code. */
  static int run(PrintWriter print, Work work) {
    try (TrainingDisplay display = new TrainingDisplay(print);
        StopOnSignal stop = new StopOnSignal()) {
      try {
        work.run(display);
        return 0;
      } catch (InterruptedException | RuntimeException e) {
        if (e instanceof RuntimeException failure && !stop.requested()) {
          throw failure;
        }
        display.close();
        display.say("stopped; --resume goes on");
        return INTERRUPTED;
      }
    }
  }
}
