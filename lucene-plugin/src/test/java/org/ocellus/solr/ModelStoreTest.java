package org.ocellus.solr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.solr.client.solrj.SolrRequest;
import org.apache.solr.client.solrj.request.CollectionAdminRequest;
import org.apache.solr.client.solrj.request.GenericSolrRequest;
import org.apache.solr.common.params.ModifiableSolrParams;
import org.apache.solr.common.util.NamedList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Networks that a collection names. */
class ModelStoreTest extends PictureCluster {
  private static final String STORED = "stored";
  private static final String STORE = "/schema/ocellus-model-store";
  private static Path folder;

  @BeforeAll
  static void create() throws Exception {
    folder = copyOfTheModel("copy");
    create(STORED, 1, 2, ModelStoreTest::named);
  }

  @AfterAll
  static void delete() throws Exception {
    delete(STORED);
  }

  private static String named(String solrconfig) {
    return solrconfig
        .replace(
            "<str name=\"image\">image</str>",
            "<str name=\"image\">image</str><str name=\"model\">chosen</str>")
        .replace(
            "class=\"org.ocellus.solr.ImageQParserPlugin\"/>",
            "class=\"org.ocellus.solr.ImageQParserPlugin\"><str name=\"model\">chosen</str></queryParser>");
  }

  @Test
  void aModelIsPutListedUsedAndDeleted() throws Exception {
    assertThatThrownBy(() -> client.add(STORED, document(1)))
        .hasMessageContaining("there is no model \"chosen\": PUT");

    store(SolrRequest.METHOD.PUT, "", "[{'name':'chosen','folder':'%s'}]".formatted(folder));
    CollectionAdminRequest.reloadCollection(STORED).process(client);

    assertThat(store(SolrRequest.METHOD.GET, "", null).get("models"))
        .isEqualTo(List.of(Map.of("name", "chosen", "folder", folder.toString())));
    client.add(STORED, List.of(document(1), document(2)));
    client.commit(STORED);
    ModifiableSolrParams like = new ModifiableSolrParams();
    like.set("q", "{!image f=vector id=p1}");
    assertThat(client.query(STORED, like).getResults()).hasSize(1);
    assertThat(cluster.getZkStateReader().getCollectionProperties(STORED).get("ocellus.vector"))
        .isEqualTo(model.fingerprint().value() + " " + model.name());

    store(SolrRequest.METHOD.DELETE, "/chosen", null);
    assertThat(store(SolrRequest.METHOD.GET, "", null).get("models")).isEqualTo(List.of());
    // Cloud clients try another node when one says 404, and wrap what the last one says.
    assertThatThrownBy(() -> store(SolrRequest.METHOD.GET, "/chosen", null))
        .hasStackTraceContaining("there is no model \"chosen\"");
  }

  @Test
  void whatIsNoModelOrLiesWhereNoneMayLieIsRefused() throws Exception {
    Path empty = Files.createDirectory(models.resolve("empty"));
    assertRefusedToPut("{'name':'a','folder':'/etc'}", "must be relative to SOLR_HOME");
    assertRefusedToPut("{'name':'a','folder':'%s'}".formatted(empty), "has no network");
    assertRefusedToPut("{'name':'a','folder':'relative'}", "must be absolute");
    assertRefusedToPut("{'name':'a/b','bundled':true}", "name must be letters");
    assertRefusedToPut("{'name':'a'}", "needs either folder or bundled=true");
    assertRefusedToPut("{'name':'a','bundled':true,'url':'x'}", "has no \"url\"");
    assertRefusedToPut("['a']", "a model is");
  }

  private static void assertRefusedToPut(String json, String reason) {
    assertThatThrownBy(() -> store(SolrRequest.METHOD.PUT, "", json)).hasMessageContaining(reason);
  }

  private static NamedList<Object> store(SolrRequest.METHOD method, String below, String json)
      throws Exception {
    GenericSolrRequest request =
        new GenericSolrRequest(method, STORE + below, new ModifiableSolrParams());
    request.setRequiresCollection(true);
    if (json != null) {
      request.withContent(
          json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), "application/json");
    }
    return client.request(request, STORED);
  }
}
