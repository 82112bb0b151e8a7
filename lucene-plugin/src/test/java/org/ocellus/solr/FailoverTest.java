package org.ocellus.solr;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.solr.client.solrj.SolrRequest;
import org.apache.solr.common.cloud.Replica;
import org.apache.solr.common.cloud.Slice;
import org.apache.solr.common.params.ModifiableSolrParams;
import org.apache.solr.embedded.JettySolrRunner;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A node that goes away while pictures come in and are looked for. */
@Tag("failover")
class FailoverTest extends PictureCluster {
  private static final String COLLECTION = "failing";

  private final Set<String> acknowledged = new ConcurrentSkipListSet<>();
  private final Queue<String> failedQueries = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean ended = new AtomicBoolean();
  private final CountDownLatch before = new CountDownLatch(20);
  private final CountDownLatch during = new CountDownLatch(80);
  private final CountDownLatch after = new CountDownLatch(120);

  @Test
  void nothingAcknowledgedIsLostAndQueriesGoOn() throws Exception {
    create(COLLECTION, 2, 2, config -> config);
    client.add(COLLECTION, document(0));
    client.commit(COLLECTION);
    try (ExecutorService clients = Executors.newFixedThreadPool(2)) {
      Future<?> posting = clients.submit(this::postOneByOne);
      Future<?> asking = clients.submit(this::askAgainAndAgain);
      try {
        await(before);
        JettySolrRunner node = cluster.stopJettySolrRunner(0);
        cluster.waitForJettyToStop(node);
        await(during);
        cluster.startJettySolrRunner(node);
        cluster.waitForActiveCollection(COLLECTION, 3, TimeUnit.MINUTES, 2, 4);
        cluster.waitForActiveCollection(PICTURES, 3, TimeUnit.MINUTES, 2, 4);
        await(after);
      } finally {
        ended.set(true);
      }
      posting.get();
      asking.get();
    }
    client.commit(COLLECTION);

    assertThat(failedQueries).isEmpty();
    Set<String> found = new ConcurrentSkipListSet<>();
    for (Slice slice : cluster.getZkStateReader().getCollection(COLLECTION).getSlices()) {
      List<List<String>> replicas = new ArrayList<>();
      for (Replica replica : slice) {
        replicas.add(ids(replica));
      }
      assertThat(replicas).hasSize(2).containsOnly(replicas.get(0));
      found.addAll(replicas.get(0));
    }
    assertThat(found).containsAll(acknowledged);
    delete(COLLECTION);
  }

  private static void await(CountDownLatch acknowledged) throws InterruptedException {
    assertThat(acknowledged.await(3, TimeUnit.MINUTES)).as("pictures are acknowledged").isTrue();
  }

  /** Posts one picture after the other, each until it is acknowledged. */
  private void postOneByOne() {
    for (int number = 1; !ended.get(); ) {
      try {
        client.add(COLLECTION, document(number));
      } catch (Exception e) {
        // Nothing was promised: the same again.
        continue;
      }
      acknowledged.add(id(number++));
      before.countDown();
      during.countDown();
      after.countDown();
    }
  }

  private void askAgainAndAgain() {
    while (!ended.get()) {
      ModifiableSolrParams params = new ModifiableSolrParams();
      params.set("q", "{!image f=vector v=$p}").set("fl", "id");
      try {
        params.set("p", base64(Drawings.png(0)));
        assertThat(client.query(COLLECTION, params, SolrRequest.METHOD.POST).getResults())
            .extracting(hit -> hit.get("id"))
            .contains("p0");
      } catch (Exception e) {
        failedQueries.add(ExceptionUtils.getStackTrace(e));
      }
    }
  }

  private static List<String> ids(Replica replica) throws Exception {
    return ids(ask(replica, "q", "width:96", "rows", "10000", "sort", "id asc"));
  }
}
