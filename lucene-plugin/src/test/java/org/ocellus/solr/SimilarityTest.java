package org.ocellus.solr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.apache.solr.client.solrj.response.QueryResponse;
import org.apache.solr.common.SolrDocument;
import org.junit.jupiter.api.Test;

/** What is found by {@code {!image}} on a cluster. */
class SimilarityTest extends PictureCluster {
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
  void onePictureMayBeAskedWithTwice() throws Exception {
    List<String> near = nearest(VECTORS.get(id(7)), 20);

    List<String> found =
        ids(
            ask(
                "q",
                "{!image f=vector topK=10 v=$p}",
                "fq",
                "{!image f=vector topK=20 v=$p}",
                "p",
                base64(Drawings.png(7)),
                "rows",
                "10"));

    assertThat(found).isEqualTo(near.subList(0, 10));
  }

  @Test
  void aParameterThatIsNotThereCountsAsNone() throws Exception {
    assertThat(ids(ask("q", "{!image f=vector id=p7 topK=$nothing}"))).hasSize(10);
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
    assertRefused("{!image f=vector exact=true v=[1]}", "dimension");
    assertRefused("{!image f=vector exact=true v='[1],x']}", "vector");
  }
}
