package org.ocellus.solr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.solr.client.solrj.request.CollectionAdminRequest;
import org.apache.solr.common.SolrInputDocument;
import org.apache.solr.common.params.ModifiableSolrParams;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Much at once, and again and again. */
class LoadTest extends PictureCluster {
  @Test
  void eightClientsPostAThousandPicturesAtOnce() throws Exception {
    create("crowd", 2, 1, config -> config);
    try (ExecutorService clients = Executors.newFixedThreadPool(8)) {
      List<Future<?>> posts = new ArrayList<>();
      for (int from = 0; from < 1000; from += 5) {
        List<SolrInputDocument> documents = new ArrayList<>();
        for (int i = from; i < from + 5; i++) {
          documents.add(document(i));
        }
        posts.add(clients.submit(() -> client.add("crowd", documents)));
      }
      for (Future<?> post : posts) {
        post.get();
      }
    }
    client.commit("crowd");
    ModifiableSolrParams all = new ModifiableSolrParams();
    all.set("q", "width:96").set("rows", "0");
    assertThat(client.query("crowd", all).getResults().getNumFound()).isEqualTo(1000);
    for (int i = 0; i < 1000; i += 99) {
      assertThat(vector("crowd", id(i))).containsExactly(embedding(Drawings.png(i)), within(1e-4f));
    }
    delete("crowd");
  }

  @Test
  void collectionsComeAndGo() throws Exception {
    comeAndGo(copyOfTheModel("passing"), 3);
  }

  @Test
  @Tag("soak")
  void collectionsThatComeAndGoLeaveNoNativeMemoryBehind() throws Exception {
    Path folder = copyOfTheModel("soaked");
    comeAndGo(folder, 10);
    long before = residentBytes();
    comeAndGo(folder, 50);
    // A network that stayed open each time would be some 17 MB, and 850 MB together.
    assertThat(residentBytes() - before).isLessThan(400L << 20);
  }

  /** Each time the network is opened for the first collection, and closed with the last. */
  private static void comeAndGo(Path folder, int times) throws Exception {
    String model = "<str name=\"image\">image</str><str name=\"model\">" + folder + "</str>";
    for (int i = 0; i < times; i++) {
      create("passing", 1, 1, config -> config.replace("<str name=\"image\">image</str>", model));
      client.add("passing", List.of(document(1), document(2)));
      CollectionAdminRequest.reloadCollection("passing").process(client);
      client.add("passing", List.of(document(3), document(4)));
      client.commit("passing");
      assertThat(vector("passing", id(4))).containsExactly(VECTORS.get(id(4)), within(1e-4f));
      delete("passing");
    }
  }

  private static long residentBytes() throws Exception {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
        .findFirst()
        .orElseThrow();
  }
}
