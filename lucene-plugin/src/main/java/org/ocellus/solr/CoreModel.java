package org.ocellus.solr;

import java.nio.file.Path;
import org.apache.solr.common.SolrException;
import org.apache.solr.core.SolrCore;
import org.jspecify.annotations.Nullable;
import org.ocellus.model.Model;

/**
 * The network that a component of a core is configured to use. Opened at the first use, so that a
 * core comes up before its model is put into the store. Safe for use by any number of threads.
 */
final class CoreModel {
  private final SolrCore core;
  private final @Nullable String configured;
  private final ManagedModels store;
  private @Nullable Model model;

  /**
   * @param configured the argument {@code model}: the absolute path of a folder, or a name in
   *     {@link ManagedModels}; null for the network whose artifact lies beside this plugin
   */
  CoreModel(SolrCore core, @Nullable Object configured) {
    this.core = core;
    this.configured = configured == null ? null : configured.toString();
    this.store = ManagedModels.of(core);
    if (configured == null || isFolder()) {
      // What is wrong with it is told when the core is loaded.
      get();
    }
  }

  private boolean isFolder() {
    return configured != null && Path.of(configured).isAbsolute();
  }

  /**
   * The network, which lives as long as the core.
   *
   * @throws SolrException if there is none of this name, or it cannot be opened
   */
  synchronized Model get() {
    if (model == null) {
      Path folder;
      if (configured == null || isFolder()) {
        folder = configured == null ? null : Path.of(configured);
      } else {
        folder = store.folder(configured);
      }
      model = SharedModels.open(core, folder);
    }
    return model;
  }
}
