package org.ocellus.solr;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.solr.cloud.ZkController;
import org.apache.solr.common.SolrException;
import org.apache.solr.common.SolrException.ErrorCode;
import org.apache.solr.common.cloud.ZkStateReader;
import org.apache.solr.common.util.Utils;
import org.apache.solr.core.SolrCore;
import org.apache.zookeeper.KeeperException;
import org.jspecify.annotations.Nullable;
import org.ocellus.model.Fingerprint;

/**
 * Which network the vectors of a field come from: the first picture of a collection decides, and no
 * picture of another network is let in, or asked with. It is kept as the collection's property
 * {@code ocellus.<field>}, in a core that stands alone as a file of that name in its data folder:
 * the network's fingerprint and name, a space between them. Whoever empties a collection to fill it
 * anew takes the property away.
 */
final class CollectionFingerprint {
  private static final int CACHED_MILLIS = 60_000;

  /** Of the cores of this process, of which each has its data folder to itself. */
  private static final Object FILES = new Object();

  private final SolrCore core;
  private final String property;

  /**
   * @param field a field of the schema
   */
  CollectionFingerprint(SolrCore core, String field) {
    this.core = core;
    this.property = "ocellus." + field;
  }

  /**
   * Makes the network the collection's, if there is none yet.
   *
   * @param fingerprint of the space of its vectors
   * @param model what it is called
   * @throws SolrException of code 400 if there is another; it names both
   */
  void claim(Fingerprint fingerprint, String model) {
    String own = fingerprint.value() + " " + model;
    try {
      String kept = kept();
      if (kept == null) {
        kept = zooKeeper() == null ? claimedInFile(own) : claimedInZooKeeper(own);
      }
      require(fingerprint, model, kept);
    } catch (IOException | KeeperException e) {
      throw failed(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(e);
    }
  }

  /**
   * Asks whether the network may be asked with; it may where there is none yet.
   *
   * @throws SolrException of code 400 if there is another; it names both
   */
  void check(Fingerprint fingerprint, String model) {
    try {
      String kept = kept();
      if (kept != null) {
        require(fingerprint, model, kept);
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private void require(Fingerprint fingerprint, String model, String kept) {
    int space = kept.indexOf(' ');
    String value = space < 0 ? kept : kept.substring(0, space);
    if (!value.equals(fingerprint.value())) {
      throw new SolrException(
          ErrorCode.BAD_REQUEST,
          "the vectors of %s come from the model %s, not from %s: ask and index with that one; or empty it and take %s away, %s"
              .formatted(
                  zooKeeper() == null ? core.getName() : collection(),
                  space < 0 ? kept : kept.substring(space + 1),
                  model,
                  property,
                  zooKeeper() == null ? "a file in its data folder" : "a property of it"));
    }
  }

  private @Nullable ZkController zooKeeper() {
    return core.getCoreContainer().getZkController();
  }

  private String collection() {
    return core.getCoreDescriptor().getCloudDescriptor().getCollectionName();
  }

  /** What is kept, as this node knows it; null if nothing is. */
  private @Nullable String kept() throws IOException {
    ZkController zooKeeper = zooKeeper();
    if (zooKeeper != null) {
      return zooKeeper
          .getZkStateReader()
          .getCollectionProperties(collection(), CACHED_MILLIS)
          .get(property);
    }
    try {
      return Files.readString(file());
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private Path file() {
    return Path.of(core.getDataDir()).resolve(property);
  }

  private String claimedInFile(String own) throws IOException {
    synchronized (FILES) {
      String kept = kept();
      if (kept != null) {
        return kept;
      }
      Path file = file();
      Path written = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), own);
      Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
      return own;
    }
  }

  /** Of two that write at once, the second sees what the first wrote. */
  private String claimedInZooKeeper(String own) throws KeeperException, InterruptedException {
    String path =
        ZkStateReader.COLLECTIONS_ZKNODE
            + "/"
            + collection()
            + "/"
            + ZkStateReader.COLLECTION_PROPS_ZKNODE;
    AtomicReference<String> kept = new AtomicReference<>(own);
    core.getCoreContainer()
        .getZkController()
        .getZkClient()
        .atomicUpdate(
            path,
            bytes -> {
              Map<String, Object> properties = new LinkedHashMap<>();
              if (bytes != null && bytes.length > 0) {
                ((Map<?, ?>) Utils.fromJSON(bytes))
                    .forEach((name, value) -> properties.put(name.toString(), value));
              }
              Object before = properties.putIfAbsent(property, own);
              if (before != null) {
                kept.set(before.toString());
                // Nothing is written.
                return null;
              }
              return Utils.toJSON(properties);
            });
    return kept.get();
  }

  private SolrException failed(Exception why) {
    return new SolrException(
        ErrorCode.SERVER_ERROR,
        "the model of %s cannot be looked up: %s".formatted(core.getName(), why.getMessage()),
        why);
  }
}
