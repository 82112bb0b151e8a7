package org.ocellus.solr;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.solr.client.solrj.SolrClient;
import org.apache.solr.client.solrj.SolrRequest;
import org.apache.solr.client.solrj.request.GenericSolrRequest;
import org.apache.solr.common.params.ModifiableSolrParams;
import org.apache.solr.common.util.NamedList;
import org.apache.solr.embedded.JettySolrRunner;
import org.junit.jupiter.api.Test;

/** What Solr 9 counts. */
class MetricsTest extends PictureCluster {
  @Test
  void eachPictureIsSeenOnceHoweverManyReplicasThereAre() throws Exception {
    long before = counted("pictures");
    for (int i = 700; i < 705; i++) {
      client.add(PICTURES, document(i));
    }
    assertThat(counted("pictures") - before).isEqualTo(5);
    for (int i = 700; i < 705; i++) {
      client.deleteById(PICTURES, id(i));
    }
    client.commit(PICTURES);
  }

  /** The sum over all cores of all nodes. */
  private static long counted(String metric) throws Exception {
    long sum = 0;
    String name = "UPDATE.ocellus." + metric;
    for (JettySolrRunner node : cluster.getJettySolrRunners()) {
      try (SolrClient each = node.newClient()) {
        ModifiableSolrParams params = new ModifiableSolrParams();
        params.set("group", "core").set("prefix", name);
        GenericSolrRequest request =
            new GenericSolrRequest(SolrRequest.METHOD.GET, "/admin/metrics", params);
        NamedList<Object> answer = each.request(request);
        NamedList<?> registries = (NamedList<?>) answer.get("metrics");
        assertThat(registries).as(answer.toString()).isNotNull();
        for (int i = 0; i < registries.size(); i++) {
          Object value = ((NamedList<?>) registries.getVal(i)).get(name);
          sum += value instanceof Number number ? number.longValue() : 0;
        }
      }
    }
    return sum;
  }
}
