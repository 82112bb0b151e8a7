package org.ocellus.solr;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.stream.Stream;
import org.apache.solr.client.solrj.SolrClient;
import org.apache.solr.client.solrj.embedded.EmbeddedSolrServer;
import org.apache.solr.common.SolrInputDocument;
import org.apache.solr.common.params.ModifiableSolrParams;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** One core on one node, of the configset with changes. */
abstract class PictureCore {
  @TempDir Path folder;
  SolrClient solr;

  /** What the configset's {@code solrconfig.xml} becomes. */
  abstract String configured(String solrconfig) throws IOException;

  @BeforeEach
  void start() throws Exception {
    Path home = Files.createDirectory(folder.resolve("home"));
    Files.writeString(home.resolve("solr.xml"), "<solr/>");
    Path conf = home.resolve("pictures/conf");
    Files.createDirectories(conf);
    try (Stream<Path> files = Files.list(Path.of("configsets/pictures/conf"))) {
      for (Path file : files.toList()) {
        Files.copy(file, conf.resolve(file.getFileName()));
      }
    }
    Path config = conf.resolve("solrconfig.xml");
    Files.writeString(config, configured(Files.readString(config)));
    Files.writeString(home.resolve("pictures/core.properties"), "name=pictures\n");
    solr = new EmbeddedSolrServer(home, "pictures");
  }

  @AfterEach
  void stop() throws IOException {
    solr.close();
  }

  void add(String id, Object... fieldsAndValues) throws Exception {
    solr.add(document(id, fieldsAndValues));
    solr.commit();
  }

  static SolrInputDocument document(String id, Object... fieldsAndValues) {
    SolrInputDocument document = new SolrInputDocument();
    document.setField("id", id);
    for (int i = 0; i < fieldsAndValues.length; i += 2) {
      document.setField((String) fieldsAndValues[i], fieldsAndValues[i + 1]);
    }
    return document;
  }

  static ModifiableSolrParams params(String... namesAndValues) {
    ModifiableSolrParams params = new ModifiableSolrParams();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      params.add(namesAndValues[i], namesAndValues[i + 1]);
    }
    return params;
  }

  static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
