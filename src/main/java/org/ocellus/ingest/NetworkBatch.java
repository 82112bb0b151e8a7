package org.ocellus.ingest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.ocellus.image.Tensor;
import org.ocellus.ingest.IngestReport.Stage;
import org.ocellus.model.ModelException;

/**
 * Pictures that go through a network together, so many at a time. For one thread.
 *
 * @param <T> a picture on its way
 * @param <R> what the network says of it
 */
final class NetworkBatch<T, R> {
  private final Network<R> network;
  private final Stage stage;
  private final int size;
  private final StageClock clock;
  private final Results<T, R> results;
  private final List<Waiting<T>> waiting = new ArrayList<>();

  private record Waiting<T>(T picture, Tensor tensor) {}

  /** Says something of each picture. */
  interface Network<R> {
    List<R> run(List<Tensor> pictures) throws ModelException;
  }

  /** Takes what the network said. */
  interface Results<T, R> {
    void done(T picture, R said) throws IOException;

    void failed(T picture, ModelException why) throws IOException;
  }

  /**
   * @param size so many pictures make it full
   */
  NetworkBatch(Network<R> network, Stage stage, int size, StageClock clock, Results<T, R> results) {
    this.network = network;
    this.stage = stage;
    this.size = size;
    this.clock = clock;
    this.results = results;
  }

  void add(T picture, Tensor tensor) {
    waiting.add(new Waiting<>(picture, tensor));
  }

  /** Whether there are enough to {@link #run}. */
  boolean isFull() {
    return waiting.size() >= size;
  }

  /** Runs those that wait through the network. */
  void run() throws IOException {
    if (!waiting.isEmpty()) {
      List<Waiting<T>> together = List.copyOf(waiting);
      waiting.clear();
      run(together);
    }
  }

  private void run(List<Waiting<T>> together) throws IOException {
    List<R> said;
    try (StageClock.Span span = clock.start(stage)) {
      said = network.run(together.stream().map(Waiting::tensor).toList());
    } catch (ModelException e) {
      if (together.size() == 1) {
        results.failed(together.get(0).picture(), e);
        return;
      }
      // One picture may have spoilt it for the others.
      for (Waiting<T> each : together) {
        run(List.of(each));
      }
      return;
    }
    for (int i = 0; i < together.size(); i++) {
      results.done(together.get(i).picture(), said.get(i));
    }
  }
}
