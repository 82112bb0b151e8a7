package org.ocellus.solr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.solr.client.solrj.SolrClient;
import org.apache.solr.client.solrj.SolrRequest;
import org.apache.solr.client.solrj.impl.BaseHttpSolrClient.RemoteSolrException;
import org.apache.solr.client.solrj.impl.HttpSolrClient;
import org.apache.solr.client.solrj.request.CollectionAdminRequest;
import org.apache.solr.client.solrj.request.GenericSolrRequest;
import org.apache.solr.client.solrj.request.UpdateRequest;
import org.apache.solr.client.solrj.response.QueryResponse;
import org.apache.solr.cloud.MiniSolrCloudCluster;
import org.apache.solr.common.SolrDocument;
import org.apache.solr.common.SolrInputDocument;
import org.apache.solr.common.cloud.Replica;
import org.apache.solr.common.cloud.Slice;
import org.apache.solr.common.params.ModifiableSolrParams;
import org.apache.solr.common.util.NamedList;
import org.apache.solr.embedded.JettySolrRunner;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.image.ImageDecoder;
import org.ocellus.model.Model;

/** On two real nodes, over HTTP: two shards of two replicas each. */
class SolrCloudTest {
  private static final String PICTURES = "pictures";
  private static final int COUNT = 60;

  @TempDir static Path folder;
  private static MiniSolrCloudCluster cluster;
  private static SolrClient client;
  private static Model model;
  private static final Map<String, float[]> VECTORS = new TreeMap<>();

  @BeforeAll
  static void start() throws Exception {
    cluster =
        new MiniSolrCloudCluster.Builder(2, folder)
            .addConfig(PICTURES, Path.of("configsets/pictures/conf"))
            .withSolrXml(
                MiniSolrCloudCluster.DEFAULT_CLOUD_SOLR_XML.replace(
                    "${metricsEnabled:false}", "true"))
            .withMetrics(true)
            .configure();
    client = cluster.getSolrClient();
    CollectionAdminRequest.createCollection(PICTURES, PICTURES, 2, 2).process(client);
    cluster.waitForActiveCollection(PICTURES, 2, 4);
    model = Model.bundled();
    List<SolrInputDocument> documents = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      documents.add(document(i));
      VECTORS.put(id(i), embedding(Drawings.png(i)));
    }
    client.add(PICTURES, documents);
    client.commit(PICTURES);
  }

  @AfterAll
  static void stop() throws Exception {
    model.close();
    cluster.shutdown();
  }

  private static String id(int number) {
    return "p" + number;
  }

  private static SolrInputDocument document(int number) throws Exception {
    SolrInputDocument document = new SolrInputDocument();
    document.setField("id", id(number));
    document.setField("image", base64(Drawings.png(number)));
    document.setField("half_s", number % 2 == 0 ? "even" : "odd");
    return document;
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static float[] embedding(byte[] png) throws Exception {
    var image = model.preprocessing().decode(new ImageDecoder(), png, "drawing");
    return model.encoder().embed(List.of(image)).get(0);
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  private static double cosine(float[] a, float[] b) {
    return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
  }

  private static List<String> nearest(float[] to, int k) {
    return VECTORS.keySet().stream()
        .sorted(Comparator.comparingDouble(id -> -cosine(VECTORS.get(id), to)))
        .limit(k)
        .toList();
  }

  private static QueryResponse ask(String... params) throws Exception {
    ModifiableSolrParams query = new ModifiableSolrParams();
    for (int i = 0; i < params.length; i += 2) {
      query.add(params[i], params[i + 1]);
    }
    return client.query(PICTURES, query, SolrRequest.METHOD.POST);
  }

  private static boolean exists(String id) throws Exception {
    return client.getById(PICTURES, id) != null;
  }

  private static List<String> ids(QueryResponse response) {
    return response.getResults().stream().map(each -> (String) each.getFieldValue("id")).toList();
  }

  @Test
  void picturesAreIndexedWithWhatIsSeenOfThem() throws Exception {
    SolrDocument first = client.getById(PICTURES, id(0));

    assertThat(first.getFieldValue("width")).isEqualTo(96);
    assertThat(first.getFieldValue("height")).isEqualTo(64);
    assertThat(first.getFieldValues("vector")).hasSize(256);
    assertThat(first.containsKey("image")).isFalse();
    float seen = ((Number) first.getFieldValues("vector").iterator().next()).floatValue();
    assertThat(seen).isCloseTo(VECTORS.get(id(0))[0], within(1e-4f));
  }

  @Test
  void picturesLikeADocumentsAreThoseThatTheLibraryFindsWithoutItself() throws Exception {
    List<String> expected = nearest(VECTORS.get(id(7)), 11);

    QueryResponse response = ask("q", "{!image f=vector topK=10 id=p7}", "rows", "10");

    assertThat(ids(response)).isEqualTo(expected.subList(1, 11));
    // Solr's cosine is (1 + cos) / 2.
    double cosine = cosine(VECTORS.get(id(7)), VECTORS.get(expected.get(1)));
    float score = (Float) response.getResults().get(0).getFieldValue("score");
    assertThat(2 * score - 1).isCloseTo((float) cosine, within(1e-4f));
  }

  @Test
  void aPictureThatIsSentFindsItsLike() throws Exception {
    byte[] unseen = Drawings.png(1000);

    QueryResponse response =
        ask("q", "{!image f=vector topK=5 v=$picture}", "picture", base64(unseen), "rows", "5");

    assertThat(ids(response)).isEqualTo(nearest(embedding(unseen), 5));
  }

  @Test
  void filtersAreAppliedBeforeTheSearch() throws Exception {
    List<String> expected =
        nearest(VECTORS.get(id(7)), COUNT).stream()
            .filter(id -> Integer.parseInt(id.substring(1)) % 2 == 0)
            .limit(5)
            .toList();

    QueryResponse response =
        ask("q", "{!image f=vector topK=5 id=p7}", "fq", "half_s:even", "rows", "5");

    assertThat(ids(response)).isEqualTo(expected);
  }

  @Test
  void exactSearchRanksEveryDocumentAsTheLibraryDoes() throws Exception {
    List<String> expected = nearest(VECTORS.get(id(3)), COUNT);

    QueryResponse response =
        ask("q", "{!image f=vector exact=true id=p3}", "rows", Integer.toString(COUNT));

    assertThat(ids(response)).isEqualTo(expected.subList(1, COUNT));
    for (SolrDocument hit : response.getResults()) {
      double cosine = cosine(VECTORS.get(id(3)), VECTORS.get((String) hit.getFieldValue("id")));
      assertThat(2.0 * (Float) hit.getFieldValue("score") - 1).isCloseTo(cosine, within(1e-5));
    }
  }

  @Test
  void aCutOffIsGivenInTheUnitOfTheMetric() throws Exception {
    float[] example = VECTORS.get(id(7));
    List<String> order = nearest(example, COUNT);
    // Between the fourth and the fifth.
    double least =
        (cosine(example, VECTORS.get(order.get(4))) + cosine(example, VECTORS.get(order.get(5))))
            / 2;

    QueryResponse response =
        ask("q", "{!image f=vector topK=20 minScore=%s id=p7}".formatted(least), "rows", "20");

    assertThat(ids(response)).isEqualTo(order.subList(1, 5));
  }

  @Test
  void likenessMayBeAFilterOrAPartOfAQuestion() throws Exception {
    List<String> near = nearest(VECTORS.get(id(7)), COUNT).subList(1, COUNT);

    // A filter takes the nearest of each shard.
    List<String> filtered =
        ids(ask("q", "*:*", "fq", "{!image f=vector topK=10 id=p7}", "rows", "60"));
    assertThat(filtered).hasSizeBetween(10, 22).containsAll(near.subList(0, 10));
    List<String> part =
        ids(
            ask(
                "q",
                "{!bool must=$like must=half_s:even}",
                "like",
                "{!image f=vector topK=10 v=$p}",
                "p",
                base64(Drawings.png(7)),
                "rows",
                "60"));
    assertThat(part).isNotEmpty().allMatch(id -> Integer.parseInt(id.substring(1)) % 2 == 0);
  }

  @Test
  void severalPreFiltersHoldAndOtherLanguagesAreLeftAlone() throws Exception {
    QueryResponse both =
        ask("q", "{!image f=vector id=p7 preFilter=half_s:even preFilter='-id:p8'}");
    assertThat(ids(both))
        .isNotEmpty()
        .allMatch(id -> Integer.parseInt(id.substring(1)) % 2 == 0 && !id.equals("p8"));

    // To edismax these are words.
    QueryResponse words =
        ask("defType", "edismax", "qf", "caption", "q", "{!image f=vector id=nobody}");
    assertThat(words.getResults()).isEmpty();
  }

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
  void aDocumentThatSolrRefusesDoesNotTakeTheOthersReplicasAway() throws Exception {
    SolrInputDocument wrong = document(801);
    wrong.setField("no such field", 1);

    assertThatThrownBy(() -> client.add(PICTURES, List.of(document(800), wrong)))
        .hasMessageContaining("no such field");
    client.commit(PICTURES);

    for (Slice slice : cluster.getZkStateReader().getCollection(PICTURES).getSlices()) {
      List<Long> found = new ArrayList<>();
      for (Replica replica : slice) {
        try (SolrClient core = new HttpSolrClient.Builder(replica.getCoreUrl()).build()) {
          ModifiableSolrParams all = new ModifiableSolrParams();
          all.set("q", "*:*").set("distrib", "false");
          found.add(core.query(all).getResults().getNumFound());
        }
      }
      assertThat(found).hasSize(2).containsOnly(found.get(0));
    }
    client.deleteById(PICTURES, id(800));
    client.commit(PICTURES);
  }

  @Test
  void manyPicturesOfOneRequestKeepTheirVectors() throws Exception {
    List<SolrInputDocument> many = new ArrayList<>();
    for (int i = 900; i < 940; i++) {
      SolrInputDocument words = new SolrInputDocument();
      words.setField("id", "w" + i);
      many.add(words);
      many.add(document(i));
    }
    client.add(PICTURES, many);
    for (int i = 900; i < 940; i += 13) {
      assertThat(vector(id(i))).containsExactly(embedding(Drawings.png(i)), within(1e-4f));
    }
    client.deleteByQuery(PICTURES, "id:w* OR id:p9*");
    client.add(PICTURES, document(9));
    client.commit(PICTURES);
  }

  @Test
  void severalExamplesAreAskedWithTogether() throws Exception {
    float[] mean = new float[256];
    for (String id : List.of("p7", "p8")) {
      float[] vector = VECTORS.get(id);
      double norm = Math.sqrt(dot(vector, vector));
      for (int i = 0; i < mean.length; i++) {
        mean[i] += (float) (vector[i] / norm / 2);
      }
    }
    List<String> expected =
        nearest(mean, COUNT).stream().filter(id -> !List.of("p7", "p8").contains(id)).toList();

    QueryResponse response = ask("q", "{!image f=vector topK=6 id='p7,p8'}", "rows", "6");

    assertThat(ids(response)).isEqualTo(expected.subList(0, 6));
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

  private static String[] with(String[] params, String... more) {
    List<String> all = new ArrayList<>(List.of(params));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  @Test
  void anAtomicUpdateLooksAtThePictureOnlyIfItSetsOne() throws Exception {
    client.add(PICTURES, document(300));
    SolrInputDocument words = new SolrInputDocument();
    words.setField("id", id(300));
    words.setField("half_s", Map.of("set", "neither"));
    client.add(PICTURES, words);
    assertThat(vector(id(300))).containsExactly(embedding(Drawings.png(300)), within(1e-4f));

    SolrInputDocument picture = new SolrInputDocument();
    picture.setField("id", id(300));
    picture.setField("image", Map.of("set", base64(Drawings.png(301))));
    client.add(PICTURES, picture);

    assertThat(vector(id(300))).containsExactly(embedding(Drawings.png(301)), within(1e-4f));
    assertThat(client.getById(PICTURES, id(300)).getFieldValue("half_s")).isEqualTo("neither");
    client.deleteById(PICTURES, id(300));
    client.commit(PICTURES);
  }

  @Test
  void whatFollowsInARequestSeesTheDocumentsBeforeIt() throws Exception {
    UpdateRequest request = new UpdateRequest();
    request.add(document(400));
    request.deleteById(id(400));
    request.process(client, PICTURES);

    assertThat(exists(id(400))).isFalse();
  }

  private static float[] vector(String id) throws Exception {
    List<Float> values = new ArrayList<>();
    for (Object value : client.getById(PICTURES, id).getFieldValues("vector")) {
      values.add(((Number) value).floatValue());
    }
    float[] vector = new float[values.size()];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = values.get(i);
    }
    return vector;
  }

  @Test
  void aPictureIsDescribedWithoutBeingIndexed() throws Exception {
    byte[] unseen = Drawings.png(500);
    GenericSolrRequest request =
        new GenericSolrRequest(SolrRequest.METHOD.POST, "/ocellus", new ModifiableSolrParams());
    request.setRequiresCollection(true);
    request.withContent(unseen, "image/png");

    NamedList<Object> seen = client.request(request, PICTURES);

    assertThat(seen.get("width")).isEqualTo(96);
    assertThat(seen.get("model")).isEqualTo(model.name());
    assertThat((List<?>) seen.get("classes")).hasSize(5);
    assertThat(((List<?>) seen.get("vector")).stream().map(v -> ((Number) v).floatValue()))
        .startsWith(embedding(unseen)[0])
        .hasSize(256);
  }

  @Test
  void theFirstPictureDecidesWhichModelACollectionIsOf() throws Exception {
    Map<String, String> properties = cluster.getZkStateReader().getCollectionProperties(PICTURES);
    assertThat(properties.get("ocellus.vector"))
        .isEqualTo(model.fingerprint().value() + " " + model.name());

    CollectionAdminRequest.setCollectionProperty(PICTURES, "ocellus.vector", "beef other")
        .process(client);
    try {
      assertThatThrownBy(() -> client.add(PICTURES, document(600)))
          .hasMessageContaining("come from the model other, not from " + model.name());
      assertThatThrownBy(() -> ask("q", "{!image f=vector v=$p}", "p", base64(Drawings.png(600))))
          .hasMessageContaining("come from the model other");
      // A document's own vector is of the collection's model.
      assertThat(ids(ask("q", "{!image f=vector id=p1}"))).hasSize(10);
    } finally {
      CollectionAdminRequest.setCollectionProperty(
              PICTURES, "ocellus.vector", properties.get("ocellus.vector"))
          .process(client);
    }
  }

  @Test
  void eachPictureIsSeenOnceHoweverManyReplicasThereAre() throws Exception {
    assertThat(counted("pictures")).isGreaterThanOrEqualTo(COUNT);
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

  @Test
  void aBrokenPictureIsRefusedByNameAndTheOthersAreIndexed() throws Exception {
    SolrInputDocument broken = new SolrInputDocument();
    broken.setField("id", "broken");
    broken.setField("image", base64(new byte[] {1, 2, 3}));
    SolrInputDocument whole = document(200);

    assertThatThrownBy(() -> client.add(PICTURES, List.of(broken, whole)))
        .hasMessageContaining("the picture of document broken");

    client.commit(PICTURES);
    assertThat(exists(id(200))).isTrue();
    assertThat(exists("broken")).isFalse();
    client.deleteById(PICTURES, id(200));
    client.commit(PICTURES);
  }

  @Test
  void whatMakesNoSenseIsABadRequestWithItsReason() {
    assertRefused("{!image topK=5 id=p7}", "needs f");
    assertRefused("{!image f=vector topK=0 id=p7}", "topK must be from 1 to");
    assertRefused("{!image f=vector topK=99999999 id=p7}", "topK must be from 1 to");
    assertRefused("{!image f=vector id=nobody}", "there is no document nobody");
    assertRefused("{!image f=vector}", "needs a picture");
    assertRefused("{!image f=vector efSearchScaleFactor=2 id=p7}", "knows no \"efSearch");
    assertRefused("{!image f=vector v=AAAA}", "the picture of the query");
    assertRefused("{!image f=vector minScore=much id=p7}", "minScore must be a number");
    assertRefused("{!image f=vector maxDistance=1 id=p7}", "use minScore");
    assertRefused("{!image f=label minScore=1 v=[1]}", "holds no vectors");
    assertRefused("{!image f=vector id=p1 v=[1]}", "not both");
    assertRefused("{!image f=vector", "Missing end");
  }

  private static void assertRefused(String query, String reason) {
    assertThatThrownBy(() -> ask("q", query))
        .isInstanceOfSatisfying(
            RemoteSolrException.class,
            e -> {
              assertThat(e.code()).as(query + ": " + e.getMessage()).isEqualTo(400);
              assertThat(e.getMessage()).contains(reason);
            });
  }
}
