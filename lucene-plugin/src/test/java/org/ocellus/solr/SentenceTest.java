package org.ocellus.solr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.apache.solr.client.solrj.response.QueryResponse;
import org.junit.jupiter.api.Test;

/** What is found by {@code {!imagetext}} on a cluster. */
class SentenceTest extends PictureCluster {
  private static final String SENTENCE = "a red ball on green grass";

  @Test
  void aSentenceFindsThePicturesThatTheLibraryPutsNearIt() throws Exception {
    float[] sentence = sentence();
    List<String> expected = nearest(TEXT_VECTORS, sentence, 5);

    QueryResponse response =
        ask("q", "{!imagetext f=text_vector v=$s}", "s", SENTENCE, "rows", "5");

    assertThat(ids(response)).isEqualTo(expected);
    double cosine = cosine(TEXT_VECTORS.get(expected.get(0)), sentence);
    float score = (Float) response.getResults().get(0).getFieldValue("score");
    assertThat(2.0 * score - 1).isCloseTo(cosine, within(1e-4));
  }

  @Test
  void filtersCutOffsAndExactSearchWorkAsForPictures() throws Exception {
    float[] sentence = sentence();
    List<String> order = nearest(TEXT_VECTORS, sentence, COUNT);
    double least =
        (cosine(TEXT_VECTORS.get(order.get(3)), sentence)
                + cosine(TEXT_VECTORS.get(order.get(4)), sentence))
            / 2;

    String sure = "{!imagetext f=text_vector topK=20 minScore=%s}%s".formatted(least, SENTENCE);
    assertThat(ids(ask("q", sure, "rows", "20"))).isEqualTo(order.subList(0, 4));
    assertThat(
            ids(
                ask(
                    "q",
                    "{!imagetext f=text_vector exact=true v='" + SENTENCE + "'}",
                    "fq",
                    "half_s:odd",
                    "rows",
                    "60")))
        .isEqualTo(
            order.stream().filter(id -> Integer.parseInt(id.substring(1)) % 2 == 1).toList());
  }

  @Test
  void aSentenceAndAPictureAreFused() throws Exception {
    QueryResponse response =
        ask(
            "rrf.q",
            "{!imagetext f=text_vector v=$s}",
            "rrf.q",
            "{!image f=vector id=p7}",
            "s",
            SENTENCE,
            "rows",
            "60");

    assertThat(ids(response))
        .contains(nearest(TEXT_VECTORS, sentence(), 1).get(0))
        .contains(nearest(VECTORS.get(id(7)), 2).get(1));
  }

  @Test
  void whatMakesNoSenseIsABadRequestWithItsReason() {
    assertRefused("{!imagetext f=text_vector}", "needs a sentence");
    assertRefused("{!imagetext topK=5 v=dog}", "needs f");
    assertRefused("{!imagetext f=text_vector id=p1 v=dog}", "not an id");
    assertRefused("{!imagetext f=caption v=dog}", "holds no vectors");
    // The pictures' own vectors are another space.
    assertRefused("{!imagetext f=vector v=dog}", "come from the model");
  }

  private static float[] sentence() throws Exception {
    return model.textEncoder().embed(List.of(SENTENCE)).get(0);
  }
}
