package org.ocellus.solr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.apache.solr.client.solrj.request.CoreAdminRequest;
import org.apache.solr.common.SolrException;
import org.apache.solr.common.SolrInputDocument;
import org.apache.solr.common.params.ModifiableSolrParams;
import org.junit.jupiter.api.Test;

/** One core on one node, with pictures also from files, and documents of broken ones kept. */
class SingleNodeTest extends PictureCore {
  private Path photos;

  @Override
  String configured(String solrconfig) throws IOException {
    photos = Files.createDirectory(folder.resolve("photos"));
    return solrconfig
        .replace(
            "<str name=\"image\">image</str>",
            "<str name=\"image\">image</str><str name=\"path\">path_s</str>"
                + "<arr name=\"roots\"><str>"
                + photos
                + "</str></arr>")
        .replace("${ocellus.onError:fail}", "skip");
  }

  @Test
  void picturesLieInFilesBelowTheRoots() throws Exception {
    Files.write(photos.resolve("a.png"), Drawings.png(1));
    add("a", "path_s", "a.png");
    add("b", "path_s", photos.resolve("a.png").toString());

    assertThat(solr.query(params("q", "{!image f=vector id=a}")).getResults().get(0).get("id"))
        .isEqualTo("b");
  }

  @Test
  void whatLiesOutsideTheRootsIsNotRead() throws Exception {
    Path secret = Files.write(folder.resolve("secret.png"), Drawings.png(1));
    Files.createSymbolicLink(photos.resolve("link.png"), secret);
    add("dots", "path_s", "../secret.png");
    add("absolute", "path_s", secret.toString());
    add("link", "path_s", "link.png");

    assertThat(solr.query(params("q", "*:*")).getResults().getNumFound()).isEqualTo(3);
    assertThat(solr.query(params("q", "width:[* TO *]")).getResults()).isEmpty();
  }

  @Test
  void aDocumentOfABrokenPictureIsKeptWithoutItsVector() throws Exception {
    add("bomb", "image", base64(headerOf(40_000, 40_000)));
    add("noise", "image", "no base64 §");
    add("whole", "image", base64(Drawings.png(1)));

    assertThat(solr.query(params("q", "*:*")).getResults().getNumFound()).isEqualTo(3);
    assertThat(solr.query(params("q", "width:96")).getResults()).hasSize(1);
    assertThatThrownBy(() -> solr.query(params("q", "{!image f=vector id=bomb}")))
        .isInstanceOfSatisfying(SolrException.class, e -> assertThat(e.code()).isEqualTo(400))
        .hasMessageContaining("document bomb has no vector in field vector");
  }

  @Test
  void anUpdateByABrokenPictureChangesNothing() throws Exception {
    SolrInputDocument whole = document("a", "image", base64(Drawings.png(1)), "words_s", "kept");
    solr.add(whole);
    SolrInputDocument broken = document("a", "image", Map.of("set", "AAAA"));

    assertThatThrownBy(() -> solr.add(broken)).hasMessageContaining("the picture of document a");

    solr.commit();
    assertThat(solr.query(params("q", "words_s:kept AND width:96")).getResults()).hasSize(1);
  }

  @Test
  void aPictureThatIsTakenAwayTakesWhatWasSeenOfItAlong() throws Exception {
    add("a", "image", base64(Drawings.png(1)));
    SolrInputDocument without = document("a", "image", Collections.singletonMap("set", null));
    solr.add(without);
    solr.commit();

    assertThat(solr.query(params("q", "width:96")).getResults()).isEmpty();
    assertThatThrownBy(() -> solr.query(params("q", "{!image f=vector id=a}")))
        .hasMessageContaining("has no vector");
    for (Object odd : List.of(Map.of("add", "AAAA"), List.of("AAAA", "AAAA"))) {
      SolrInputDocument update = document("a", "image", odd);
      if (odd instanceof Map) {
        assertThatThrownBy(() -> solr.add(update)).hasMessageContaining("can only be set");
      } else {
        // Kept without a vector, as the configuration says.
        solr.add(update);
      }
    }
  }

  @Test
  void aNamedChildMakesNoUpdateOfADocument() throws Exception {
    add("a", "words_s", "old");
    SolrInputDocument parent = document("a", "image", base64(Drawings.png(1)));
    SolrInputDocument child = document("c", "size_i", 3);
    parent.setField("cover", child);
    solr.add(parent);
    solr.commit();

    assertThat(solr.query(params("q", "words_s:old")).getResults()).isEmpty();
    assertThat(solr.query(params("q", "width:96")).getResults()).hasSize(1);
  }

  @Test
  void eightClientsMayPostTheFirstPicturesAtOnce() throws Exception {
    try (ExecutorService clients = Executors.newFixedThreadPool(8)) {
      List<Future<?>> posts = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        SolrInputDocument document =
            document("p" + i, "image", "data:image/png;base64," + base64(Drawings.png(i)));
        posts.add(clients.submit(() -> solr.add(document)));
      }
      for (Future<?> post : posts) {
        post.get();
      }
    }
    solr.commit();
    assertThat(solr.query(params("q", "width:96")).getResults().getNumFound()).isEqualTo(40);
  }

  @Test
  void aQuestionDoesNotDecideWhichModelACoreIsOf() throws Exception {
    assertThat(
            solr.query(params("q", "{!image f=vector v=$p}", "p", base64(Drawings.png(1))))
                .getResults())
        .isEmpty();
    try (Stream<Path> files = Files.list(folder.resolve("home/pictures/data"))) {
      assertThat(files).noneMatch(file -> file.getFileName().toString().startsWith("ocellus"));
    }
    for (String field : List.of("id", "../../x", "nothing")) {
      assertThatThrownBy(() -> solr.query(params("q", "{!image f='" + field + "' v=AAAA}")))
          .hasMessageContaining("holds no vectors");
    }
  }

  @Test
  void fusionAndReloadingWorkOnOneCoreToo() throws Exception {
    for (int i = 0; i < 5; i++) {
      add("p" + i, "image", base64(Drawings.png(i)));
    }
    ModifiableSolrParams fused =
        params("rrf.q", "{!image f=vector id=p0}", "rrf.q", "{!image f=vector id=p1}");
    assertThat(solr.query(fused).getResults()).hasSize(5);

    for (int i = 0; i < 3; i++) {
      CoreAdminRequest.reloadCore("pictures", solr);
      assertThat(solr.query(params("q", "{!image f=vector id=p0}")).getResults()).hasSize(4);
    }
  }

  /** A PNG that claims to be so large, and ends there. */
  private static byte[] headerOf(int width, int height) throws IOException {
    ByteArrayOutputStream chunk = new ByteArrayOutputStream();
    DataOutputStream header = new DataOutputStream(chunk);
    header.writeBytes("IHDR");
    header.writeInt(width);
    header.writeInt(height);
    header.write(new byte[] {8, 2, 0, 0, 0});
    CRC32 sum = new CRC32();
    sum.update(chunk.toByteArray());
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(png);
    out.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    out.writeInt(13);
    out.write(chunk.toByteArray());
    out.writeInt((int) sum.getValue());
    return png.toByteArray();
  }
}
