package org.ocellus.app;

import java.util.List;
import org.jline.utils.Signals;

/**
 * While open, Ctrl-C (SIGINT) and SIGTERM interrupt the thread that opened it, so that it can end
 * in good order, in place of killing the process. A second signal kills it.
 */
final class Stopping implements AutoCloseable {
  private static final List<String> SIGNALS = List.of("INT", "TERM");

  private final List<Object> before;

  private Stopping(List<Object> before) {
    this.before = before;
  }

  static Stopping byInterrupt() {
    Thread worker = Thread.currentThread();
    return new Stopping(
        SIGNALS.stream()
            .map(
                signal ->
                    Signals.register(
                        signal,
                        () -> {
                          SIGNALS.forEach(Signals::registerDefault);
                          worker.interrupt();
                        }))
            .toList());
  }

  @Override
  public void close() {
    for (int i = 0; i < before.size(); i++) {
      Signals.unregister(SIGNALS.get(i), before.get(i));
    }
  }
}
