package org.ocellus.solr;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.solr.client.solrj.response.QueryResponse;
import org.junit.jupiter.api.Test;

/** What is found by several questions together on a cluster. */
class FusionTest extends PictureCluster {
  @Test
  void aSmallWeightAndAnOperatorAreHeeded() throws Exception {
    QueryResponse fused =
        ask(
            "rrf.q",
            "{!image f=vector id=p7}",
            "rrf.weight",
            "1",
            "rrf.q",
            "half_s:even half_s:odd",
            "rrf.weight",
            "0.01",
            "q.op",
            "AND",
            "defType",
            "lucene",
            "df",
            "caption");

    // No document is even and odd, so the second query finds none.
    assertThat(ids(fused)).isEqualTo(nearest(VECTORS.get(id(7)), 11).subList(1, 11));
  }

  @Test
  void ranksAreFusedAfterEachQueryWasMergedOverAllShards() throws Exception {
    List<String> similar = nearest(VECTORS.get(id(7)), 21).subList(1, 21);
    List<String> other = nearest(VECTORS.get(id(9)), 21).subList(1, 21);
    Map<String, Double> scores = new TreeMap<>();
    for (int rank = 1; rank <= 20; rank++) {
      scores.merge(similar.get(rank - 1), 1.0 / (60 + rank), Double::sum);
      scores.merge(other.get(rank - 1), 2.0 / (60 + rank), Double::sum);
    }
    List<String> expected =
        scores.keySet().stream()
            .sorted(
                Comparator.comparing((String id) -> -scores.get(id))
                    .thenComparing(Comparator.naturalOrder()))
            .toList();

    String[] fused = {
      "rrf.q", "{!image f=vector topK=20 id=p7}", "rrf.weight", "1",
      "rrf.q", "{!image f=vector topK=20 id=p9}", "rrf.weight", "2",
      "rrf.window", "20", "rows", "8"
    };
    QueryResponse first = ask(with(fused, "facet", "true", "facet.field", "half_s"));

    assertThat(first.getResults().getNumFound()).isEqualTo(expected.size());
    assertThat(ids(first)).isEqualTo(expected.subList(0, 8));
    assertThat(ids(ask(with(fused, "start", "8")))).isEqualTo(expected.subList(8, 16));
    assertThat(
            first.getFacetField("half_s").getValues().stream().mapToLong(v -> v.getCount()).sum())
        .isEqualTo(expected.size());
    for (String id : ids(ask(with(fused, "fq", "half_s:even")))) {
      assertThat(Integer.parseInt(id.substring(1)) % 2).isZero();
    }
  }
}
