package org.ocellus.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.ocellus.VisualIndex;
import org.ocellus.index.IndexException;
import org.ocellus.index.IndexSettings;
import org.ocellus.index.VectorStorage;
import org.ocellus.ingest.Ingest;
import org.ocellus.ingest.IngestReport;
import org.ocellus.model.ImageCaptioner;
import org.ocellus.model.Model;

/** A run of many pictures into an index, shown as it goes on, stopped in good order by Ctrl-C. */
final class Indexing {
  private static final Logger log = System.getLogger(Indexing.class.getName());

  private final Path folder;
  private final StorageOption storage;
  private final PrintWriter err;

  /** Opens the network for an index. */
  interface ModelSource {
    /**
     * @param settings of the index; null where there is none yet
     */
    Model open(@Nullable IndexSettings settings) throws IOException;
  }

  /** Who writes captions for pictures that have none. */
  interface CaptionerSource {
    /**
     * @return null for nobody
     */
    @Nullable ImageCaptioner of(Model network) throws IOException;
  }

  /**
   * @param storage how the index keeps vectors if it is new
   */
  Indexing(Path folder, StorageOption storage, PrintWriter err) {
    this.folder = folder;
    this.storage = storage;
    this.err = err;
  }

  IngestReport run(Ingest ingest, ModelSource models, CaptionerSource captioners)
      throws IOException {
    IndexSettings settings = settings();
    Model network = models.open(settings);
    Ingest captioned;
    try {
      captioned = ingest.captioner(captioners.of(network));
    } catch (IOException e) {
      // Before there is an index, which would stay behind empty.
      network.close();
      throw e;
    }
    try (VisualIndex index = open(network, settings)) {
      IngestReport report = ingest(index, captioned);
      // The interrupt has done its work; left set, it would break the closing of the index.
      if (Thread.interrupted()) {
        log.log(Level.DEBUG, "stopped by a signal");
      }
      return report;
    }
  }

  private VisualIndex open(Model network, @Nullable IndexSettings settings) throws IOException {
    VectorStorage present = settings == null ? VectorStorage.DEFAULT : settings.vectors();
    return VisualIndex.open(folder, network, storage.wish(present));
  }

  private IngestReport ingest(VisualIndex index, Ingest ingest) throws IOException {
    try (Stopping stopping = Stopping.byInterrupt();
        ProgressDisplay display = new ProgressDisplay(err, "Indexing")) {
      return index.ingest(ingest, display);
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
