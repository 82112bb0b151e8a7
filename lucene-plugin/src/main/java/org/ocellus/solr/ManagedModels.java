package org.ocellus.solr;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.solr.common.SolrException;
import org.apache.solr.common.SolrException.ErrorCode;
import org.apache.solr.common.util.NamedList;
import org.apache.solr.core.SolrCore;
import org.apache.solr.core.SolrResourceLoader;
import org.apache.solr.rest.BaseSolrResource;
import org.apache.solr.rest.ManagedResource;
import org.apache.solr.rest.ManagedResourceObserver;
import org.apache.solr.rest.ManagedResourceStorage.StorageIO;
import org.jspecify.annotations.Nullable;
import org.ocellus.model.Model;

/**
 * The networks that {@code solrconfig.xml} may name, kept with the configset: {@code GET}, {@code
 * PUT} and {@code DELETE} at {@code /schema/ocellus-model-store}. Each is a folder of every node,
 * or the network whose artifact lies beside the plugin. A core that uses one goes on with it, as it
 * was, until it is reloaded.
 */
public final class ManagedModels extends ManagedResource
    implements ManagedResource.ChildResourceSupport {
  static final String PATH = "/schema/ocellus-model-store";

  private static final String NAME = "name";
  private static final String FOLDER = "folder";
  private static final String BUNDLED = "bundled";
  private static final Pattern NAMES = Pattern.compile("[A-Za-z0-9_-]+");

  /** Keeps Solr from deleting the whole store, for somebody looks at it. */
  private static final ManagedResourceObserver USED = (args, resource) -> {};

  /**
   * By name; null for the network beside the plugin. Each core has its own, so what others have put
   * into the store is read before it is looked at.
   */
  private final Map<String, @Nullable Path> folders = new TreeMap<>();

  /** Solr makes it. */
  public ManagedModels(String resourceId, SolrResourceLoader loader, StorageIO storageIO) {
    super(resourceId, loader, storageIO);
  }

  /** The store of a core, which has one from the first call on; to be called while it is loaded. */
  static ManagedModels of(SolrCore core) {
    core.getResourceLoader()
        .getManagedResourceRegistry()
        .registerManagedResource(PATH, ManagedModels.class, USED);
    return (ManagedModels) core.getRestManager().getManagedResource(PATH);
  }

  /**
   * The folder of a network.
   *
   * @return null for the network beside the plugin
   * @throws SolrException if there is none of this name
   */
  synchronized @Nullable Path folder(String name) {
    reloadFromStorage();
    if (!folders.containsKey(name)) {
      throw new SolrException(
          ErrorCode.SERVER_ERROR,
          "there is no model \"%s\": PUT {\"name\":\"%s\",\"folder\":…} to %s, or name a folder's absolute path"
              .formatted(name, name, PATH));
    }
    return folders.get(name);
  }

  @Override
  protected synchronized void onManagedDataLoadedFromStorage(
      NamedList<?> managedInitArgs, @Nullable Object managedData) {
    folders.clear();
    for (Map<?, ?> entry : entries(managedData == null ? List.of() : managedData)) {
      folders.put(name(entry), folder(entry));
    }
  }

  @Override
  protected synchronized Object applyUpdatesToManagedData(Object updates) {
    reloadFromStorage();
    Map<String, @Nullable Path> added = new TreeMap<>();
    for (Map<?, ?> entry : entries(updates)) {
      Path folder = folder(entry);
      requireModel(folder);
      added.put(name(entry), folder);
    }
    folders.putAll(added);
    return list();
  }

  /** Opens it, to see that it is one. */
  private void requireModel(@Nullable Path folder) {
    if (folder != null) {
      if (!folder.isAbsolute()) {
        throw wrong("folder must be absolute, got \"%s\"".formatted(folder));
      }
      getResourceLoader().getCoreContainer().assertPathAllowed(folder);
    }
    try (Model model = folder == null ? Model.bundled(1) : Model.open(folder, 1)) {
      model.fingerprint();
    } catch (IOException e) {
      throw new SolrException(ErrorCode.BAD_REQUEST, e.getMessage(), e);
    }
  }

  @Override
  public synchronized void doDeleteChild(BaseSolrResource endpoint, String childId) {
    reloadFromStorage();
    requireKnown(childId);
    folders.remove(childId);
    storeManagedData(list());
  }

  @Override
  public synchronized void doGet(BaseSolrResource endpoint, @Nullable String childId) {
    reloadFromStorage();
    if (childId == null) {
      endpoint.getSolrResponse().add("models", list());
    } else {
      requireKnown(childId);
      endpoint.getSolrResponse().add(childId, entry(childId, folders.get(childId)));
    }
  }

  private void requireKnown(String name) {
    if (!folders.containsKey(name)) {
      throw new SolrException(
          ErrorCode.NOT_FOUND, "there is no model \"%s\": %s".formatted(name, folders.keySet()));
    }
  }

  private List<Map<String, Object>> list() {
    List<Map<String, Object>> list = new ArrayList<>();
    folders.forEach((name, folder) -> list.add(entry(name, folder)));
    return list;
  }

  private static Map<String, Object> entry(String name, @Nullable Path folder) {
    return folder == null
        ? Map.of(NAME, name, BUNDLED, true)
        : Map.of(NAME, name, FOLDER, folder.toString());
  }

  private static List<Map<?, ?>> entries(Object data) {
    List<Map<?, ?>> entries = new ArrayList<>();
    for (Object each : data instanceof List<?> all ? all : List.of(data)) {
      if (!(each instanceof Map<?, ?> entry)) {
        throw wrong("a model is {\"name\":…,\"folder\":…} or {\"name\":…,\"bundled\":true}");
      }
      entries.add(entry);
    }
    return entries;
  }

  private static String name(Map<?, ?> entry) {
    String name = String.valueOf(entry.get(NAME));
    if (entry.get(NAME) == null || !NAMES.matcher(name).matches()) {
      throw wrong("name must be letters, digits, _ and -, got \"%s\"".formatted(name));
    }
    return name;
  }

  private static @Nullable Path folder(Map<?, ?> entry) {
    for (Object key : entry.keySet()) {
      if (!Set.of(NAME, FOLDER, BUNDLED).contains(key)) {
        throw wrong("a model has no \"%s\": it has name, and folder or bundled".formatted(key));
      }
    }
    Object folder = entry.get(FOLDER);
    boolean bundled = Boolean.TRUE.equals(entry.get(BUNDLED));
    if (bundled == (folder != null)) {
      throw wrong("model \"%s\" needs either folder or bundled=true".formatted(entry.get(NAME)));
    }
    return folder == null ? null : Path.of(folder.toString());
  }

  private static SolrException wrong(String what) {
    return new SolrException(ErrorCode.BAD_REQUEST, what);
  }
}
