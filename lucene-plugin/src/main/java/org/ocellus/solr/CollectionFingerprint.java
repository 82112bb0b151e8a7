package org.ocellus.solr;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.solr.cloud.ZkController;
import org.apache.solr.common.SolrException;
import org.apache.solr.common.SolrException.ErrorCode;
import org.apache.solr.common.cloud.SolrZkClient;
import org.apache.solr.common.cloud.ZkStateReader;
import org.apache.solr.common.util.Utils;
import org.apache.solr.core.SolrCore;
import org.apache.zookeeper.KeeperException;
import org.ocellus.model.Model;

/**
 * Which network the vectors of a field come from: the first picture of a collection decides, and no
 * picture of another network is let in, or asked with. It is kept as the collection's property
 * {@code ocellus.<field>}, in a core that stands alone as a file of that name in its data folder:
 * the network's fingerprint and name, a space between them. Whoever empties a collection to fill it
 * anew takes the property away.
 */
final class CollectionFingerprint {
  private static final String PROPERTY = "ocellus.";

  private final SolrCore core;
  private final String property;

  CollectionFingerprint(SolrCore core, String field) {
    this.core = core;
    this.property = PROPERTY + field;
  }

  /**
   * Makes the network the collection's, if there is none yet.
   *
   * @throws SolrException of code 400 if there is another; it names both
   */
  void claim(Model model) {
    try {
      check(model, kept(model.fingerprint().value() + " " + model.name()));
    } catch (IOException | KeeperException e) {
      throw failed(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(e);
    }
  }

  private void check(Model model, String kept) {
    int space = kept.indexOf(' ');
    if (!kept.substring(0, space).equals(model.fingerprint().value())) {
      throw new SolrException(
          ErrorCode.BAD_REQUEST,
          "the vectors of %s come from the model %s, not from %s: ask and index with that one; or empty the collection and take its property %s away"
              .formatted(core.getName(), kept.substring(space + 1), model.name(), property));
    }
  }

  /** What is kept, which is this if there was nothing. */
  private String kept(String own) throws IOException, KeeperException, InterruptedException {
    ZkController zooKeeper = core.getCoreContainer().getZkController();
    if (zooKeeper == null) {
      return keptInFile(own);
    }
    String collection = core.getCoreDescriptor().getCloudDescriptor().getCollectionName();
    String path =
        ZkStateReader.COLLECTIONS_ZKNODE
            + "/"
            + collection
            + "/"
            + ZkStateReader.COLLECTION_PROPS_ZKNODE;
    return keptInZooKeeper(zooKeeper.getZkClient(), path, own);
  }

  private String keptInFile(String own) throws IOException {
    Path file = Path.of(core.getDataDir()).resolve(property);
    try {
      Files.writeString(file, own, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      return own;
    } catch (FileAlreadyExistsException e) {
      return Files.readString(file);
    }
  }

  /** Of two that write at once, the second sees what the first wrote. */
  private String keptInZooKeeper(SolrZkClient client, String path, String own)
      throws KeeperException, InterruptedException {
    AtomicReference<String> kept = new AtomicReference<>(own);
    client.atomicUpdate(
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
