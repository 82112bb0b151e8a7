package org.ocellus.solr;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.solr.client.solrj.SolrRequest;
import org.apache.solr.client.solrj.request.GenericSolrRequest;
import org.junit.jupiter.api.Test;

/** A handler whose questions are words unless they say otherwise. */
class HandlerDefaultsTest extends PictureCore {
  @Override
  String configured(String solrconfig) {
    return solrconfig.replace(
        "<int name=\"rows\">10</int>",
        "<int name=\"rows\">10</int><str name=\"defType\">edismax</str>"
            + "<str name=\"qf\">caption</str><str name=\"sort\">id asc</str>");
  }

  @Test
  void fusionAndCopiesAreAskedInTheirOwnLanguage() throws Exception {
    for (int i = 0; i < 4; i++) {
      add("p" + i, "image", base64(Drawings.png(i)));
    }
    add("copy", "image", base64(Drawings.png(2)));

    assertThat(
            solr.query(
                    params("rrf.q", "{!image f=vector id=p2}", "rrf.q", "{!image f=vector id=p1}"))
                .getResults())
        .hasSize(5);
    GenericSolrRequest copies =
        new GenericSolrRequest(SolrRequest.METHOD.GET, "/ocellus", params("id", "p2"));
    List<?> found = (List<?>) solr.request(copies).get("copies");
    assertThat(found).extracting(each -> (Object) ((Map<?, ?>) each).get("id")).contains("copy");
  }
}
