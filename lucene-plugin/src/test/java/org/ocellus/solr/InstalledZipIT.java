package org.ocellus.solr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.solr.client.solrj.SolrClient;
import org.apache.solr.client.solrj.embedded.EmbeddedSolrServer;
import org.apache.solr.common.SolrInputDocument;
import org.apache.solr.common.params.ModifiableSolrParams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an administrator unpacks, in a Solr whose class path has nothing of ours: the jars lie in
 * {@code $SOLR_HOME/lib} and have a class loader of their own. Runs when the zip is built.
 */
class InstalledZipIT {
  @TempDir Path folder;

  @Test
  void theJarsOfTheZipAndItsConfigsetAreAllThatSolrNeeds() throws Exception {
    Path home = Files.createDirectory(folder.resolve("home"));
    unpack(zip(), folder.resolve("zip"));
    Files.move(folder.resolve("zip/lib"), home.resolve("lib"));
    Files.move(folder.resolve("zip/configsets/pictures"), home.resolve("pictures"));
    Files.writeString(home.resolve("solr.xml"), "<solr/>");
    Files.writeString(home.resolve("pictures/core.properties"), "name=pictures\n");
    assertThatThrownBy(() -> Class.forName("org.ocellus.model.Model"))
        .isInstanceOf(ClassNotFoundException.class);

    try (SolrClient solr = new EmbeddedSolrServer(home, "pictures")) {
      for (int i = 0; i < 3; i++) {
        SolrInputDocument document = new SolrInputDocument();
        document.setField("id", "p" + i);
        document.setField("image", Drawings.png(i % 2));
        solr.add(document);
      }
      solr.commit();

      assertThat(first(solr, "{!image f=vector id=p0}")).isEqualTo("p2");
      assertThat(first(solr, "{!imagetext f=text_vector v='a red ball'}")).isNotNull();
    }
  }

  private static Object first(SolrClient solr, String query) throws Exception {
    ModifiableSolrParams params = new ModifiableSolrParams();
    params.set("q", query);
    return solr.query(params).getResults().get(0).get("id");
  }

  private static Path zip() throws IOException {
    try (DirectoryStream<Path> zips =
        Files.newDirectoryStream(Path.of("target"), "ocellus-solr-*.zip")) {
      return zips.iterator().next();
    }
  }

  private static void unpack(Path zip, Path to) throws IOException {
    try (ZipFile file = new ZipFile(zip.toFile())) {
      for (ZipEntry entry : file.stream().filter(each -> !each.isDirectory()).toList()) {
        Path path = to.resolve(entry.getName());
        Files.createDirectories(path.getParent());
        try (InputStream in = file.getInputStream(entry)) {
          Files.copy(in, path);
        }
      }
    }
  }
}
