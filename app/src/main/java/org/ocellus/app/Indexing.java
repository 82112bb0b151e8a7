package org.ocellus.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ocellus.VisualIndex;
import org.ocellus.index.IndexException;
import org.ocellus.index.IndexSettings;
import org.ocellus.ingest.Ingest;
import org.ocellus.ingest.IngestReport;
import org.ocellus.model.Metric;
import org.ocellus.model.Model;

/** A run of many pictures into an index, shown as it goes on, stopped in good order by Ctrl-C. */
final class Indexing {
  private final Path folder;
  private final @Nullable Set<Metric> metrics;
  private final PrintWriter err;

  /** Opens the network for an index. */
  interface ModelSource {
    /**
     * @param settings of the index; null where there is none yet
     */
    Model open(@Nullable IndexSettings settings) throws IOException;
  }

  /**
   * @param metrics of the index if it is new; null for what it has, or cosine
   */
  Indexing(Path folder, @Nullable Set<Metric> metrics, PrintWriter err) {
    this.folder = folder;
    this.metrics = metrics;
    this.err = err;
  }

  IngestReport run(Ingest ingest, ModelSource models) throws IOException {
    try (Stopping stopping = Stopping.byInterrupt();
        VisualIndex index = VisualIndex.open(folder, models.open(settings()), metrics);
        ProgressDisplay display = new ProgressDisplay(err, "Indexing")) {
      IngestReport report = index.ingest(ingest, display);
      // The interrupt has done its work; left set, it would break the closing of files.
      boolean stopped = Thread.interrupted();
      assert stopped == report.interrupted();
      return report;
    }
  }

  private @Nullable IndexSettings settings() throws IOException {
    try (VisualIndex index = VisualIndex.openReadOnly(folder, null)) {
      return index.settings();
    } catch (IndexException e) {
      if (e.reason() == IndexException.Reason.NOT_AN_INDEX) {
        return null;
      }
      throw e;
    }
  }
}
