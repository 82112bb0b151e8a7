package org.ocellus.solr;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.solr.common.SolrException;
import org.apache.solr.core.CloseHook;
import org.apache.solr.core.SolrCore;
import org.jspecify.annotations.Nullable;
import org.ocellus.model.Model;

/**
 * The networks of this node: each is opened once however many cores use it, and closed with the
 * last of them, so a folder that changed is read anew only then. Safe for use by any number of
 * threads.
 */
final class SharedModels {
  private static final Map<String, Shared> OPEN = new HashMap<>();

  private static final class Shared {
    private final Model model;
    private int users;

    Shared(Model model) {
      this.model = model;
    }
  }

  private SharedModels() {}

  /**
   * A network that stays open at least as long as the core.
   *
   * @param folder of the model; null for the one whose artifact lies beside this plugin
   * @throws SolrException if it cannot be opened; the message says why
   */
  static Model open(SolrCore core, @Nullable Path folder) {
    String key = folder == null ? "" : folder.toAbsolutePath().normalize().toString();
    synchronized (OPEN) {
      Shared shared = OPEN.get(key);
      if (shared == null) {
        shared = new Shared(read(folder));
        OPEN.put(key, shared);
      }
      shared.users++;
      core.addCloseHook(
          new CloseHook() {
            @Override
            public void postClose(SolrCore closed) {
              release(key);
            }
          });
      return shared.model;
    }
  }

  private static Model read(@Nullable Path folder) {
    try {
      return folder == null ? Model.bundled() : Model.open(folder);
    } catch (IOException e) {
      throw new SolrException(SolrException.ErrorCode.SERVER_ERROR, e.getMessage(), e);
    }
  }

  private static void release(String key) {
    synchronized (OPEN) {
      Shared shared = OPEN.get(key);
      if (--shared.users == 0) {
        OPEN.remove(key);
        shared.model.close();
      }
    }
  }
}
