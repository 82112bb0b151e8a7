package org.ocellus.solr;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Fetches pictures by HTTP from hosts that the administrator names, and from no other: an address
 * that leads on to another one is refused. Safe for use by any number of threads.
 */
final class PictureDownload {
  private final Set<String> hosts;
  private final Duration limit;
  private final HttpClient client =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();

  /**
   * @param hosts {@code name} or {@code name:port}, as addresses write them
   * @param limit for one picture, from the connection to its last byte
   */
  PictureDownload(Set<String> hosts, Duration limit) {
    this.hosts = Set.copyOf(hosts);
    this.limit = limit;
  }

  /**
   * A picture's bytes.
   *
   * @throws IOException if the address is none of these hosts', or does not give a picture in time;
   *     the message says which
   */
  byte[] fetch(String address) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    HttpRequest request = HttpRequest.newBuilder(allowed(address)).build();
    CompletableFuture<HttpResponse<Void>> answer =
        client.sendAsync(
            request,
            BodyHandlers.ofByteArrayConsumer(
                part -> part.ifPresent(more -> append(bytes, more, address))));
    try {
      int status = answer.get(limit.toMillis(), TimeUnit.MILLISECONDS).statusCode();
      if (status != 200) {
        throw new IOException(address + " answers " + status);
      }
      return bytes.toByteArray();
    } catch (ExecutionException e) {
      throw new IOException(address + " cannot be read: " + e.getCause().getMessage(), e);
    } catch (TimeoutException e) {
      throw new IOException("%s took more than %d ms".formatted(address, limit.toMillis()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(address + " was interrupted", e);
    } finally {
      answer.cancel(true);
    }
  }

  private static void append(ByteArrayOutputStream bytes, byte[] more, String address) {
    if (bytes.size() + more.length > PictureBytes.LARGEST) {
      throw new IllegalStateException(
          "%s has more than the %d bytes of the largest that is read"
              .formatted(address, PictureBytes.LARGEST));
    }
    bytes.writeBytes(more);
  }

  private URI allowed(String address) throws IOException {
    URI uri;
    try {
      uri = new URI(address);
    } catch (URISyntaxException e) {
      throw new IOException("\"" + address + "\" is no address", e);
    }
    if (!Set.of("http", "https").contains(String.valueOf(uri.getScheme()))
        || uri.getHost() == null) {
      throw new IOException("\"" + address + "\" is no address of http or https");
    }
    String host = uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
    if (!hosts.contains(host)) {
      throw new IOException(
          "%s is not fetched: solrconfig.xml allows the hosts %s, not %s"
              .formatted(address, hosts, host));
    }
    return uri;
  }
}
