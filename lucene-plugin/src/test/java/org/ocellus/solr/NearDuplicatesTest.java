package org.ocellus.solr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.apache.solr.client.solrj.SolrRequest;
import org.apache.solr.client.solrj.request.GenericSolrRequest;
import org.apache.solr.common.SolrInputDocument;
import org.apache.solr.common.params.ModifiableSolrParams;
import org.junit.jupiter.api.Test;

/** Copies of a document's picture. */
class NearDuplicatesTest extends PictureCluster {
  @Test
  void aRecompressedPictureIsACopyAndAnotherOneIsNot() throws Exception {
    SolrInputDocument copy = new SolrInputDocument();
    copy.setField("id", "copy, of 'p7'");
    copy.setField("image", base64(jpeg(Drawings.png(7))));
    client.add(PICTURES, copy);
    client.commit(PICTURES);
    try {
      assertThat(copies("p7"))
          .extracting(each -> (Object) each.get("id"))
          .containsExactly("copy, of 'p7'");
      Map<?, ?> found = copies("copy, of 'p7'").get(0);
      assertThat(found.get("id")).isEqualTo("p7");
      assertThat((Double) found.get("cosine")).isBetween(0.9, 1.0);
      assertThat((Integer) found.get("bits")).isBetween(0, 26);
    } finally {
      client.deleteById(PICTURES, "copy, of 'p7'");
      client.commit(PICTURES);
    }
  }

  @Test
  void whatMakesNoSenseIsABadRequestWithItsReason() {
    assertThatThrownBy(() -> copies("nobody")).hasMessageContaining("there is no document nobody");
    assertThatThrownBy(() -> ask(Map.of("id", "p1", "rows", "0")))
        .hasMessageContaining("rows must be from 1 to");
    assertThatThrownBy(() -> ask(Map.of())).hasMessageContaining("send a picture");
  }

  private static List<Map<?, ?>> copies(String id) throws Exception {
    return (List<Map<?, ?>>) ask(Map.of("id", id));
  }

  private static Object ask(Map<String, String> given) throws Exception {
    ModifiableSolrParams params = new ModifiableSolrParams();
    given.forEach(params::set);
    GenericSolrRequest request = new GenericSolrRequest(SolrRequest.METHOD.GET, "/ocellus", params);
    request.setRequiresCollection(true);
    return client.request(request, PICTURES).get("copies");
  }

  private static byte[] jpeg(byte[] png) throws Exception {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "jpg", out);
    return out.toByteArray();
  }
}
