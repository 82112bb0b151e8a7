package org.ocellus.surviving;

import java.io.IOException;
import java.nio.file.Path;
import org.ocellus.VisualIndex;
import org.ocellus.ingest.Reindex;
import org.ocellus.model.Model;

/** The child of {@link KilledReindexTest}: builds an index anew, and says so after each picture. */
final class ReindexUntilKilled {
  private ReindexUntilKilled() {}

  /** Arguments: folder of the index, folder of the other model. */
  public static void main(String[] args) throws IOException {
    try (Model other = Model.open(Path.of(args[1]), 1);
        VisualIndex index = VisualIndex.open(Path.of(args[0]))) {
      index.reindex(
          Reindex.with(other).workers(2).batch(2), progress -> System.out.println("reindexing"));
      System.out.println("done");
    }
  }
}
