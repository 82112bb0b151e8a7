package org.ocellus.solr;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.apache.solr.embedded.JettySolrRunner;
import org.junit.jupiter.api.Test;

/** What Solr 10 has and Solr 9 has not. */
class Solr10Test extends PictureCluster {
  @Test
  void itsOwnParametersOfVectorSearchArePassedOn() throws Exception {
    assertThat(ids(ask("q", "{!image f=vector topK=5 earlyTermination=true id=p7}", "rows", "5")))
        .isEqualTo(nearest(VECTORS.get(id(7)), 6).subList(1, 6));
  }

  @Test
  void picturesAreCountedInItsMetrics() throws Exception {
    client.add(PICTURES, document(770));
    client.deleteById(PICTURES, id(770));
    client.commit(PICTURES);

    StringBuilder metrics = new StringBuilder();
    try (HttpClient http = HttpClient.newHttpClient()) {
      for (JettySolrRunner node : cluster.getJettySolrRunners()) {
        URI address = URI.create(node.getBaseUrl() + "/admin/metrics");
        metrics.append(
            http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString()).body());
      }
    }
    assertThat(metrics.toString())
        .containsPattern("solr_core_ocellus_pictures_total\\{[^}]*collection=\"pictures\"")
        .contains("solr_core_ocellus_network_milliseconds");
  }
}
