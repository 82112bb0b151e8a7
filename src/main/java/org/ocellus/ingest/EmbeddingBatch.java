package org.ocellus.ingest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.ocellus.image.Tensor;
import org.ocellus.ingest.IngestReport.Stage;
import org.ocellus.model.Model;
import org.ocellus.model.ModelException;
import org.ocellus.model.Prediction;

/** Pictures that go through the network together, so many at a time. For one thread. */
final class EmbeddingBatch<T> {
  private final Model model;
  private final int size;
  private final StageClock clock;
  private final Results<T> results;
  private final List<Waiting<T>> waiting = new ArrayList<>();

  private record Waiting<T>(T picture, Tensor tensor) {}

  /** Takes what the network said. */
  interface Results<T> {
    void embedded(T picture, Prediction prediction) throws IOException;

    void failed(T picture, ModelException why) throws IOException;
  }

  EmbeddingBatch(Model model, int size, StageClock clock, Results<T> results) {
    this.model = model;
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
    List<Prediction> predictions;
    try (StageClock.Span span = clock.start(Stage.NETWORK)) {
      predictions = model.predict(together.stream().map(Waiting::tensor).toList());
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
      results.embedded(together.get(i).picture(), predictions.get(i));
    }
  }
}
