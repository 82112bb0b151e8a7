package org.ocellus.solr;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.solr.client.solrj.SolrClient;
import org.apache.solr.client.solrj.SolrRequest;
import org.apache.solr.client.solrj.request.CollectionAdminRequest;
import org.apache.solr.cloud.MiniSolrCloudCluster;
import org.apache.solr.common.SolrInputDocument;
import org.apache.solr.common.params.ModifiableSolrParams;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How many pictures a second go into one node by HTTP, against the library's command line on the
 * same files, and what a second shard changes. Run by hand, see the README: {@code -Dpictures} is a
 * folder, {@code -Dlibrary} the command.
 */
@Tag("measurement")
class ThroughputMeasurement {
  private static final int ROUNDS = 5;
  private static final int CLIENTS = 2;
  private static final int POSTED = 32;
  private static final int QUESTIONS = 200;

  @TempDir Path folder;

  @Test
  void throughputAndLatency() throws Exception {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(Path.of(System.getProperty("pictures")))) {
      files = walk.filter(file -> file.toString().matches(".*\\.(jpe?g|png)")).sorted().toList();
    }
    double[] library = new double[ROUNDS];
    double[][] solr = new double[2][ROUNDS];
    List<List<Double>> millis = List.of(new ArrayList<>(), new ArrayList<>());
    MiniSolrCloudCluster cluster =
        new MiniSolrCloudCluster.Builder(1, folder)
            .addConfig("pictures", Path.of("configsets/pictures/conf"))
            .configure();
    try {
      SolrClient client = cluster.getSolrClient();
      post(cluster, client, 1, files, new ArrayList<>());
      for (int round = 0; round < ROUNDS; round++) {
        library[round] = library(round);
        for (int shards = 1; shards <= 2; shards++) {
          solr[shards - 1][round] = post(cluster, client, shards, files, millis.get(shards - 1));
        }
      }
    } finally {
      cluster.shutdown();
    }
    System.out.printf(
        Locale.ROOT,
        "%d pictures, %d rounds, %d clients, %d processors, JDK %s%n",
        files.size(),
        ROUNDS,
        CLIENTS,
        Runtime.getRuntime().availableProcessors(),
        Runtime.version());
    System.out.println("| | pictures/s | of the library | a question by picture, p50 | p99 |");
    System.out.println("|---|---|---|---|---|");
    System.out.printf(Locale.ROOT, "| library | %s | | | |%n", spread(library));
    for (int shards = 1; shards <= 2; shards++) {
      double[] ratios = new double[ROUNDS];
      for (int i = 0; i < ROUNDS; i++) {
        ratios[i] = solr[shards - 1][i] / library[i];
      }
      List<Double> sorted = millis.get(shards - 1).stream().sorted().toList();
      System.out.printf(
          Locale.ROOT,
          "| Solr, shards: %d | %s | %s | %.1f ms | %.1f ms |%n",
          shards,
          spread(solr[shards - 1]),
          spread(ratios),
          sorted.get(sorted.size() / 2),
          sorted.get(sorted.size() * 99 / 100));
    }
  }

  /** What the command line says of itself. */
  private double library(int round) throws Exception {
    Process process =
        new ProcessBuilder(
                System.getProperty("library"),
                "index",
                System.getProperty("pictures"),
                "--index",
                folder.resolve("index" + round).toString(),
                "--stats")
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Matcher rate = Pattern.compile("([\\d,.]+) a second").matcher(said);
    if (process.waitFor() != 0 || !rate.find()) {
      throw new IllegalStateException(said);
    }
    return Double.parseDouble(rate.group(1).replace(",", ""));
  }

  /** Pictures a second, to the commit; then asks. */
  private static double post(
      MiniSolrCloudCluster cluster,
      SolrClient client,
      int shards,
      List<Path> files,
      List<Double> millis)
      throws Exception {
    CollectionAdminRequest.createCollection("measured", "pictures", shards, 1).process(client);
    cluster.waitForActiveCollection("measured", shards, shards);
    long began = System.nanoTime();
    try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
      List<Future<?>> posts = new ArrayList<>();
      for (int from = 0; from < files.size(); from += POSTED) {
        List<Path> part = files.subList(from, Math.min(files.size(), from + POSTED));
        posts.add(
            clients.submit(
                () ->
                    client.add(
                        "measured", part.stream().map(ThroughputMeasurement::document).toList())));
      }
      for (Future<?> post : posts) {
        post.get();
      }
    }
    client.commit("measured");
    double seconds = (System.nanoTime() - began) / 1e9;
    for (int i = 0; i < QUESTIONS; i++) {
      ModifiableSolrParams params = new ModifiableSolrParams();
      params.set("q", "{!image f=vector topK=10 v=$p}").set("fl", "id,score");
      byte[] picture = Files.readAllBytes(files.get(i * 7919 % files.size()));
      params.set("p", PictureCore.base64(picture));
      long asked = System.nanoTime();
      client.query("measured", params, SolrRequest.METHOD.POST);
      millis.add((System.nanoTime() - asked) / 1e6);
    }
    CollectionAdminRequest.deleteCollection("measured").process(client);
    return files.size() / seconds;
  }

  private static SolrInputDocument document(Path file) {
    SolrInputDocument document = new SolrInputDocument();
    document.setField("id", file.toString());
    try {
      document.setField("image", Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return document;
  }

  private static String spread(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return String.format(
        Locale.ROOT,
        "%.3g (%.3g to %.3g)",
        sorted[sorted.length / 2],
        sorted[0],
        sorted[sorted.length - 1]);
  }
}
