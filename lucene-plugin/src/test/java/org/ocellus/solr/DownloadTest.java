package org.ocellus.solr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pictures that documents give the address of. */
class DownloadTest extends PictureCore {
  private final CountDownLatch ended = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;

  @Override
  String configured(String solrconfig) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/picture.png", exchange -> answer(exchange, 200, Drawings.png(1)));
    server.createContext("/words", exchange -> answer(exchange, 200, "words".getBytes()));
    server.createContext(
        "/elsewhere",
        exchange -> {
          exchange.getResponseHeaders().set("Location", "/picture.png");
          answer(exchange, 302, new byte[0]);
        });
    server.createContext("/endless", this::never);
    server.start();
    return solrconfig.replace(
        "<str name=\"image\">image</str>",
        "<str name=\"url\">url_s</str><str name=\"hosts\">"
            + host()
            + "</str><int name=\"fetchMillis\">3000</int>");
  }

  @AfterEach
  void end() {
    ended.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  @Test
  void aPictureIsFetchedFromAHostThatIsAllowed() throws Exception {
    add("a", "url_s", "http://" + host() + "/picture.png");

    assertThat(solr.query(params("q", "width:96")).getResults()).hasSize(1);
  }

  @Test
  void whatIsNoPictureOfSuchAHostIsRefusedByNameAndReason() {
    assertRefused("http://localhost:1/picture.png", "allows the hosts");
    assertRefused("http://" + host().replace("127.0.0.1", "127.0.0.2") + "/picture.png", "allows");
    assertRefused("http://" + host() + "@example.org/picture.png", "allows the hosts");
    assertRefused("file:///etc/passwd", "no address of http");
    assertRefused("no address", "is no address");
    assertRefused("http://" + host() + "/nothing", "answers 404");
    assertRefused("http://" + host() + "/elsewhere", "answers 302");
    assertRefused("http://" + host() + "/words", "no picture");
    assertRefused("http://" + host() + "/endless", "took more than 3000 ms");
  }

  private void assertRefused(String address, String reason) {
    assertThatThrownBy(() -> add("a", "url_s", address))
        .hasMessageContaining("the picture of document a")
        .hasMessageContaining(reason);
  }

  private String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  /** Sends the first byte of a picture, and no second one. */
  private void never(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 1000);
    exchange.getResponseBody().write(1);
    exchange.getResponseBody().flush();
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
