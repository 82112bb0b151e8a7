package org.ocellus.solr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.lucene.util.IOUtils;
import org.apache.solr.client.solrj.SolrClient;
import org.apache.solr.client.solrj.SolrRequest;
import org.apache.solr.client.solrj.request.CollectionAdminRequest;
import org.apache.solr.client.solrj.response.QueryResponse;
import org.apache.solr.cloud.MiniSolrCloudCluster;
import org.apache.solr.common.SolrException;
import org.apache.solr.common.SolrInputDocument;
import org.apache.solr.common.cloud.Replica;
import org.apache.solr.common.params.ModifiableSolrParams;
import org.apache.solr.embedded.JettySolrRunner;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.ocellus.image.ImageDecoder;
import org.ocellus.model.Model;
import org.ocellus.model.Prediction;

/**
 * Two real nodes, asked over HTTP, with a collection of two shards of two replicas each that holds
 * drawings: one cluster for all tests, which leave in it what they found.
 */
@ExtendWith(PictureCluster.Started.class)
abstract class PictureCluster {
  static final String PICTURES = "pictures";
  static final int COUNT = 60;
  static final Map<String, float[]> VECTORS = new TreeMap<>();

  /** Where the pictures lie among sentences. */
  static final Map<String, float[]> TEXT_VECTORS = new TreeMap<>();

  /**
   * How long a node waits, in milliseconds, for the state of a replica that asked to recover and
   * may be gone since. Jetty gives a node that stops 15 seconds to end what it was asked; Solr's
   * three minutes would be too long.
   */
  private static final String RECOVERY_WAIT = "<int name=\"leaderConflictResolveWait\">10000</int>";

  static MiniSolrCloudCluster cluster;
  static SolrClient client;
  static Model model;

  /** A folder on each node that models may lie in. */
  static Path models;

  /** Starts the cluster before the first test, and stops it after the last. */
  static final class Started implements BeforeAllCallback, AutoCloseable {
    private Path folder;

    @Override
    public void beforeAll(ExtensionContext context) {
      context
          .getRoot()
          .getStore(ExtensionContext.Namespace.GLOBAL)
          .computeIfAbsent(
              Started.class,
              key -> {
                try {
                  start();
                } catch (Exception e) {
                  throw new IllegalStateException("the cluster did not start", e);
                }
                return this;
              });
    }

    private void start() throws Exception {
      folder = Files.createTempDirectory("ocellus-solr");
      models = Files.createDirectory(folder.resolve("models"));
      cluster =
          new MiniSolrCloudCluster.Builder(2, folder)
              .addConfig(PICTURES, Path.of("configsets/pictures/conf"))
              .withSolrXml(
                  MiniSolrCloudCluster.DEFAULT_CLOUD_SOLR_XML
                      .replace("${metricsEnabled:false}", "true")
                      .replaceAll("(<str name=\"allowPaths\">)[^<]*", "$1" + models)
                      .replace("<solrcloud>", "<solrcloud>" + RECOVERY_WAIT))
              .withMetrics(true)
              .configure();
      client = cluster.getSolrClient();
      CollectionAdminRequest.createCollection(PICTURES, PICTURES, 2, 2).process(client);
      cluster.waitForActiveCollection(PICTURES, 2, 4);
      model = Model.bundled();
      List<SolrInputDocument> documents = new ArrayList<>();
      for (int i = 0; i < COUNT; i++) {
        documents.add(document(i));
        Prediction seen = prediction(Drawings.png(i));
        VECTORS.put(id(i), seen.embedding());
        TEXT_VECTORS.put(id(i), seen.textEmbedding());
      }
      client.add(PICTURES, documents);
      client.commit(PICTURES);
    }

    @Override
    public void close() throws Exception {
      model.close();
      cluster.waitForActiveCollection(PICTURES, 2, 4);
      // One after the other, as an administrator would: of two that stopped at once, each serving
      // the other, one did not always end within Jetty's 15 seconds.
      for (JettySolrRunner node : List.copyOf(cluster.getJettySolrRunners())) {
        cluster.stopJettySolrRunner(node);
      }
      cluster.shutdown();
      IOUtils.rm(folder);
    }
  }

  /** Makes a collection of the configset with changes to its {@code solrconfig.xml}. */
  static void create(String name, int shards, int replicas, UnaryOperator<String> changes)
      throws Exception {
    Path conf = Files.createDirectory(models.resolveSibling(name));
    for (String file : List.of("schema.xml", "solrconfig.xml")) {
      String text = Files.readString(Path.of("configsets/pictures/conf").resolve(file));
      Files.writeString(conf.resolve(file), changes.apply(text));
    }
    cluster.uploadConfigSet(conf, name);
    IOUtils.rm(conf);
    CollectionAdminRequest.createCollection(name, name, shards, replicas).process(client);
    cluster.waitForActiveCollection(name, shards, shards * replicas);
  }

  static void delete(String collection) throws Exception {
    CollectionAdminRequest.deleteCollection(collection).process(client);
  }

  /** A copy of the model that ships, as a folder that nodes may read. */
  static Path copyOfTheModel(String name) throws Exception {
    Path folder = Files.createDirectory(models.resolve(name));
    try (Stream<Path> files = Files.list(Path.of("../models/fovea/model"))) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
    return folder;
  }

  static String id(int number) {
    return "p" + number;
  }

  static SolrInputDocument document(int number) throws Exception {
    SolrInputDocument document = new SolrInputDocument();
    document.setField("id", id(number));
    document.setField("image", base64(Drawings.png(number)));
    document.setField("half_s", number % 2 == 0 ? "even" : "odd");
    return document;
  }

  static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  static float[] embedding(byte[] png) throws Exception {
    return prediction(png).embedding();
  }

  private static Prediction prediction(byte[] png) throws Exception {
    var image = model.preprocessing().decode(new ImageDecoder(), png, "drawing");
    return model.predict(List.of(model.preprocessing().apply(image))).get(0);
  }

  static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  static double cosine(float[] a, float[] b) {
    return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
  }

  static List<String> nearest(float[] to, int k) {
    return nearest(VECTORS, to, k);
  }

  static List<String> nearest(Map<String, float[]> vectors, float[] to, int k) {
    return vectors.keySet().stream()
        .sorted(Comparator.comparingDouble(id -> -cosine(vectors.get(id), to)))
        .limit(k)
        .toList();
  }

  static void assertRefused(String query, String reason) {
    assertThatThrownBy(() -> ask("q", query))
        .isInstanceOfSatisfying(
            SolrException.class,
            e -> {
              assertThat(e.code()).as(query + ": " + e.getMessage()).isEqualTo(400);
              assertThat(e.getMessage()).contains(reason);
            });
  }

  static QueryResponse ask(String... params) throws Exception {
    ModifiableSolrParams query = new ModifiableSolrParams();
    for (int i = 0; i < params.length; i += 2) {
      query.add(params[i], params[i + 1]);
    }
    return client.query(PICTURES, query, SolrRequest.METHOD.POST);
  }

  /** Asks one replica alone. */
  static QueryResponse ask(Replica replica, String... params) throws Exception {
    ModifiableSolrParams query = new ModifiableSolrParams();
    query.set("distrib", "false");
    for (int i = 0; i < params.length; i += 2) {
      query.add(params[i], params[i + 1]);
    }
    try (SolrClient node = cluster.getReplicaJetty(replica).newClient()) {
      return node.query(replica.getCoreName(), query);
    }
  }

  static boolean exists(String id) throws Exception {
    return client.getById(PICTURES, id) != null;
  }

  static List<String> ids(QueryResponse response) {
    return response.getResults().stream().map(each -> (String) each.getFieldValue("id")).toList();
  }

  static float[] vector(String id) throws Exception {
    return vector(PICTURES, id);
  }

  static float[] vector(String collection, String id) throws Exception {
    List<Float> values = new ArrayList<>();
    for (Object value : client.getById(collection, id).getFieldValues("vector")) {
      values.add(((Number) value).floatValue());
    }
    float[] vector = new float[values.size()];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = values.get(i);
    }
    return vector;
  }

  static String[] with(String[] params, String... more) {
    List<String> all = new ArrayList<>(List.of(params));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }
}
