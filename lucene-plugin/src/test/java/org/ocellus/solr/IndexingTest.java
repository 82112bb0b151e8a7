package org.ocellus.solr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.solr.client.solrj.SolrRequest;
import org.apache.solr.client.solrj.request.CollectionAdminRequest;
import org.apache.solr.client.solrj.request.GenericSolrRequest;
import org.apache.solr.client.solrj.request.UpdateRequest;
import org.apache.solr.common.SolrDocument;
import org.apache.solr.common.SolrInputDocument;
import org.apache.solr.common.cloud.Replica;
import org.apache.solr.common.cloud.Slice;
import org.apache.solr.common.params.ModifiableSolrParams;
import org.apache.solr.common.util.NamedList;
import org.apache.solr.embedded.JettySolrRunner;
import org.junit.jupiter.api.Test;
import org.ocellus.metadata.PhotoMetadata;
import org.ocellus.metadata.Place;

/** What becomes of pictures that are posted to a cluster. */
class IndexingTest extends PictureCluster {
  @Test
  void picturesAreIndexedWithWhatIsSeenOfThem() throws Exception {
    SolrDocument first = client.getById(PICTURES, id(0));

    assertThat(first.getFieldValue("width")).isEqualTo(96);
    assertThat(first.getFieldValue("height")).isEqualTo(64);
    assertThat(first.getFieldValues("vector")).hasSize(256);
    assertThat(first.containsKey("image")).isFalse();
    float seen = ((Number) first.getFieldValues("vector").iterator().next()).floatValue();
    assertThat(seen).isCloseTo(VECTORS.get(id(0))[0], within(1e-4f));
  }

  @Test
  void manyPicturesOfOneRequestKeepTheirVectors() throws Exception {
    List<SolrInputDocument> many = new ArrayList<>();
    for (int i = 900; i < 940; i++) {
      SolrInputDocument words = new SolrInputDocument();
      words.setField("id", "w" + i);
      many.add(words);
      many.add(document(i));
    }
    client.add(PICTURES, many);
    for (int i = 900; i < 940; i += 13) {
      assertThat(vector(id(i))).containsExactly(embedding(Drawings.png(i)), within(1e-4f));
    }
    client.deleteByQuery(PICTURES, "id:w* OR id:p9*");
    client.add(PICTURES, document(9));
    client.commit(PICTURES);
  }

  @Test
  void whatAFileSaysOfItselfIsKeptWhereTheDocumentDoesNotSay() throws Exception {
    byte[] photo = Files.readAllBytes(Path.of("../src/test/resources/metadata/full.jpg"));
    PhotoMetadata said = PhotoMetadata.read(photo, "photo");
    SolrInputDocument document = new SolrInputDocument();
    document.setField("id", "photo");
    document.setField("image", base64(photo));
    document.setField("caption", "A person's");
    client.add(PICTURES, document);

    SolrDocument kept = client.getById(PICTURES, "photo");
    assertThat(kept.getFieldValue("caption")).isEqualTo("A person's");
    assertThat(List.copyOf(kept.getFieldValues("keyword"))).isEqualTo(said.keywords());
    assertThat(((Date) kept.getFieldValue("taken")).toInstant().getEpochSecond())
        .isEqualTo(said.taken().getAsLong());
    Place place = said.place().orElseThrow();
    assertThat(kept.getFieldValue("place")).isEqualTo(place.latitude() + "," + place.longitude());
    client.deleteById(PICTURES, "photo");
    client.commit(PICTURES);
  }

  @Test
  void anAtomicUpdateLooksAtThePictureOnlyIfItSetsOne() throws Exception {
    client.add(PICTURES, document(300));
    SolrInputDocument words = new SolrInputDocument();
    words.setField("id", id(300));
    words.setField("half_s", Map.of("set", "neither"));
    client.add(PICTURES, words);
    assertThat(vector(id(300))).containsExactly(embedding(Drawings.png(300)), within(1e-4f));

    SolrInputDocument picture = new SolrInputDocument();
    picture.setField("id", id(300));
    picture.setField("image", Map.of("set", base64(Drawings.png(301))));
    client.add(PICTURES, picture);

    assertThat(vector(id(300))).containsExactly(embedding(Drawings.png(301)), within(1e-4f));
    assertThat(client.getById(PICTURES, id(300)).getFieldValue("half_s")).isEqualTo("neither");
    client.deleteById(PICTURES, id(300));
    client.commit(PICTURES);
  }

  @Test
  void whatFollowsInARequestSeesTheDocumentsBeforeIt() throws Exception {
    UpdateRequest request = new UpdateRequest();
    request.add(document(400));
    request.deleteById(id(400));
    request.process(client, PICTURES);

    assertThat(exists(id(400))).isFalse();
  }

  @Test
  void aDocumentThatSolrRefusesDoesNotTakeTheOthersReplicasAway() throws Exception {
    SolrInputDocument wrong = document(801);
    wrong.setField("no such field", 1);

    assertThatThrownBy(() -> client.add(PICTURES, List.of(document(800), wrong)))
        .hasMessageContaining("no such field");
    client.commit(PICTURES);

    for (Slice slice : cluster.getZkStateReader().getCollection(PICTURES).getSlices()) {
      List<Long> found = new ArrayList<>();
      for (Replica replica : slice) {
        found.add(ask(replica, "q", "*:*").getResults().getNumFound());
      }
      assertThat(found).hasSize(2).containsOnly(found.get(0));
    }
    client.deleteById(PICTURES, id(800));
    client.commit(PICTURES);
  }

  @Test
  void aBrokenPictureIsRefusedByNameAndTheOthersAreIndexed() throws Exception {
    SolrInputDocument broken = new SolrInputDocument();
    broken.setField("id", "broken");
    broken.setField("image", base64(new byte[] {1, 2, 3}));
    SolrInputDocument whole = document(200);

    assertThatThrownBy(() -> client.add(PICTURES, List.of(broken, whole)))
        .hasMessageContaining("the picture of document broken");

    client.commit(PICTURES);
    assertThat(exists(id(200))).isTrue();
    assertThat(exists("broken")).isFalse();
    client.deleteById(PICTURES, id(200));
    client.commit(PICTURES);
  }

  @Test
  void aPictureIsDescribedWithoutBeingIndexed() throws Exception {
    byte[] unseen = Drawings.png(500);
    GenericSolrRequest request =
        new GenericSolrRequest(SolrRequest.METHOD.POST, "/ocellus", new ModifiableSolrParams());
    request.setRequiresCollection(true);
    request.withContent(unseen, "image/png");

    NamedList<Object> seen = client.request(request, PICTURES);

    assertThat(seen.get("width")).isEqualTo(96);
    assertThat(seen.get("model")).isEqualTo(model.name());
    assertThat((String) seen.get("caption")).isNotBlank();
    assertThat((List<?>) seen.get("classes")).hasSize(5);
    assertThat(((List<?>) seen.get("vector")).stream().map(v -> ((Number) v).floatValue()))
        .startsWith(embedding(unseen)[0])
        .hasSize(256);
  }

  @Test
  void whoWantsNoCaptionDoesNotWaitForOne() throws Exception {
    ModifiableSolrParams params = new ModifiableSolrParams();
    params.set("caption", "false");
    GenericSolrRequest request =
        new GenericSolrRequest(SolrRequest.METHOD.POST, "/ocellus", params);
    request.setRequiresCollection(true);
    request.withContent(Drawings.png(500), "image/png");

    NamedList<Object> seen = client.request(request, PICTURES);

    assertThat(seen.get("caption")).isNull();
    assertThat((List<?>) seen.get("vector")).hasSize(256);
  }

  @Test
  void theFirstPictureDecidesWhichModelACollectionIsOf() throws Exception {
    Map<String, String> properties = cluster.getZkStateReader().getCollectionProperties(PICTURES);
    assertThat(properties.get("ocellus.vector"))
        .isEqualTo(model.fingerprint().value() + " " + model.name());

    setModel("beef other");
    try {
      assertThatThrownBy(() -> client.add(PICTURES, document(600)))
          .hasMessageContaining("come from the model other, not from " + model.name());
      assertThatThrownBy(() -> ask("q", "{!image f=vector v=$p}", "p", base64(Drawings.png(600))))
          .hasMessageContaining("come from the model other");
      // A document's own vector is of the collection's model.
      assertThat(ids(ask("q", "{!image f=vector id=p1}"))).hasSize(10);
    } finally {
      setModel(properties.get("ocellus.vector"));
    }
  }

  /** Until all nodes know. */
  private static void setModel(String model) throws Exception {
    CollectionAdminRequest.setCollectionProperty(PICTURES, "ocellus.vector", model).process(client);
    long limit = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    for (JettySolrRunner node : cluster.getJettySolrRunners()) {
      var reader = node.getCoreContainer().getZkController().getZkStateReader();
      while (!model.equals(reader.getCollectionProperties(PICTURES).get("ocellus.vector"))) {
        assertThat(System.nanoTime()).as("the property arrives").isLessThan(limit);
        Thread.onSpinWait();
      }
    }
  }
}
