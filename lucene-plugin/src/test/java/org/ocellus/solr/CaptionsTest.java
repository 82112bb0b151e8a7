package org.ocellus.solr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.solr.common.SolrDocument;
import org.apache.solr.common.SolrInputDocument;
import org.junit.jupiter.api.Test;
import org.ocellus.image.ImageDecoder;
import org.ocellus.model.Caption;
import org.ocellus.model.Model;

/** Sentences that the network writes of pictures that have none. */
class CaptionsTest extends PictureCore {
  @Override
  String configured(String solrconfig) {
    return solrconfig.replace(
        "<str name=\"hash\">hash</str>",
        "<str name=\"hash\">hash</str><str name=\"generatedCaption\">generated_caption</str>"
            + "<str name=\"captionConfidence\">caption_confidence</str>");
  }

  @Test
  void aPictureThatNobodyDescribedIsDescribed() throws Exception {
    add("a", "image", base64(Drawings.png(1)));

    SolrDocument kept = solr.getById("a");
    Caption expected = caption(Drawings.png(1));
    assertThat(kept.get("generated_caption")).isEqualTo(expected.text());
    assertThat((Float) kept.get("caption_confidence"))
        .isCloseTo(expected.confidence(), within(1e-4f));
    assertThat(kept.get("caption")).isNull();
  }

  @Test
  void whatPeopleOrTheFileSayIsEnough() throws Exception {
    SolrInputDocument said =
        document("person", "image", base64(Drawings.png(1)), "caption", "A person's");
    solr.add(said);
    add(
        "file",
        "image",
        base64(Files.readAllBytes(Path.of("../src/test/resources/metadata/full.jpg"))));

    for (String id : List.of("person", "file")) {
      assertThat(solr.getById(id).get("caption")).isNotNull();
      assertThat(solr.getById(id).get("generated_caption")).isNull();
    }
  }

  @Test
  void anUpdateOfThePictureUpdatesItsSentenceAndNoPersons() throws Exception {
    SolrInputDocument said =
        document("a", "image", base64(Drawings.png(1)), "caption", "A person's");
    solr.add(said);
    SolrInputDocument update = document("a", "image", Map.of("set", base64(Drawings.png(2))));
    solr.add(update);
    solr.commit();

    SolrDocument kept = solr.getById("a");
    assertThat(kept.get("caption")).isEqualTo("A person's");
    assertThat(kept.get("generated_caption")).isEqualTo(caption(Drawings.png(2)).text());
  }

  private static Caption caption(byte[] png) throws Exception {
    try (Model model = Model.bundled()) {
      var preprocessing = model.captioner().preprocessing();
      var image = preprocessing.decode(new ImageDecoder(), png, "drawing");
      return model.captioner().caption(List.of(preprocessing.apply(image))).get(0);
    }
  }
}
