package org.ocellus.solr;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.solr.client.solrj.SolrRequest;
import org.apache.solr.client.solrj.request.CollectionAdminRequest;
import org.apache.solr.client.solrj.request.QueryRequest;
import org.apache.solr.client.solrj.request.UpdateRequest;
import org.apache.solr.cloud.MiniSolrCloudCluster;
import org.apache.solr.common.SolrDocument;
import org.apache.solr.common.params.ModifiableSolrParams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster that wants to know who asks, where a document may lie on another shard. */
class SecuredClusterTest {
  private static final String USER = "solr";
  private static final String PASSWORD = "SolrRocks";

  /** That of Solr's reference guide. */
  private static final String SECURITY =
      """
      {"authentication": {"class": "solr.BasicAuthPlugin", "blockUnknown": true, "credentials":
        {"solr": "IV0EHq1OnNrj6gvRCwvFwTrZ1+z1oBbnQdiVC3otuq0= Ndd7LKvVBAaZIF0QAVi1ekCfAJXr1GGfLtRUXhgrF8c="}}}
      """;

  @TempDir Path folder;

  @Test
  void examplesAreLookedUpInTheNameOfWhoAsks() throws Exception {
    MiniSolrCloudCluster cluster =
        new MiniSolrCloudCluster.Builder(2, folder)
            .addConfig("pictures", Path.of("configsets/pictures/conf"))
            .withSecurityJson(SECURITY)
            .configure();
    try {
      as(CollectionAdminRequest.createCollection("secured", "pictures", 2, 1))
          .process(cluster.getSolrClient());
      UpdateRequest update = new UpdateRequest();
      for (int i = 0; i < 8; i++) {
        update.add(PictureCluster.document(i));
      }
      update.setParam("commit", "true");
      as(update).process(cluster.getSolrClient(), "secured");

      List<Integer> found = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        ModifiableSolrParams params = new ModifiableSolrParams();
        params.add("rrf.q", "{!image f=vector id=p%d}".formatted(i), "{!image f=vector id=p1}");
        var request = new QueryRequest(params, SolrRequest.METHOD.POST);
        List<SolrDocument> hits =
            as(request).process(cluster.getSolrClient(), "secured").getResults();
        found.add(hits.size());
      }
      assertThat(found).containsOnly(7, 8);
    } finally {
      cluster.shutdown();
    }
  }

  private static <T extends SolrRequest<?>> T as(T request) {
    request.setBasicAuthCredentials(USER, PASSWORD);
    return request;
  }
}
