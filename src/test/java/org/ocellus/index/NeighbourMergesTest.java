package org.ocellus.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ocellus.query.VisualQuery.similarTo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.lucene.codecs.hnsw.HnswGraphProvider;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.VectorUtil;
import org.apache.lucene.util.hnsw.HnswGraph;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.VisualIndex;

/** What merges do to the order of pictures and to their graph. */
class NeighbourMergesTest {
  private static final int KINDS = 50;
  private static final String FIELD = "embedding";

  @TempDir Path folder;
  private final List<float[]> vectors = new ArrayList<>();

  @Test
  void nearPicturesLieSideBySideOnceOptimised() throws IOException {
    try (VisualIndex index = VisualIndex.open(folder)) {
      add(index, 6000);
      index.optimize();
    }

    // As they came, 98 of 100 pictures are of another kind than the one before.
    assertThat(leaps()).isLessThan(6000 / 8);
  }

  @Test
  void everyPictureKeepsItsWordsAndIsFoundWhenItsPlaceChanges() throws IOException {
    try (VisualIndex index = VisualIndex.open(folder)) {
      add(index, 3000);
      index.delete("p7");
      index.commit();
      add(index, 500);
      index.optimize();

      assertThat(index.statistics().pictures()).isEqualTo(3499);
      for (int i = 0; i < vectors.size(); i += 9) {
        assertThat(index.search(similarTo(vectors.get(i)).limit(1)).ids()).containsExactly("p" + i);
        assertThat(index.get("p" + i).orElseThrow().caption()).isEqualTo("number " + i);
      }
    }
  }

  @Test
  void whatIsChangedWhilePicturesAreMovedIsChangedInTheirNewPlace() throws IOException {
    try (VisualIndex index = VisualIndex.open(folder)) {
      add(index, 8000);
      index.commit();
      CompletableFuture<Void> merge = CompletableFuture.runAsync(() -> optimize(index));
      Random random = new Random(7);
      for (int i = 0; i < 8000; i += 10) {
        if (i % 20 == 0) {
          index.delete("p" + i);
        } else {
          vectors.set(i, vector(random));
          index.add(Picture.ofVector("p" + i, vectors.get(i)).caption("changed " + i));
        }
      }
      merge.join();
      index.optimize();

      assertThat(index.statistics().pictures()).isEqualTo(7600);
      for (int i = 0; i < 8000; i += 5) {
        List<String> nearest = index.search(similarTo(vectors.get(i)).efSearch(300).limit(1)).ids();
        if (i % 20 == 0) {
          assertThat(nearest).doesNotContain("p" + i);
        } else {
          assertThat(nearest).containsExactly("p" + i);
          assertThat(index.get("p" + i).orElseThrow().caption())
              .isEqualTo((i % 10 == 0 ? "changed " : "number ") + i);
        }
      }
    }
  }

  private static void optimize(VisualIndex index) {
    try {
      index.optimize();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void picturesWithoutVectorsAreKeptAmongThem() throws IOException {
    Space space = Space.ofOwnVectors(16);
    Random random = new Random(6);
    Generation generation = generation(space);
    try (PictureIndex index = new PictureIndex(folder, space, generation)) {
      for (int i = 0; i < 1600; i++) {
        boolean seen = i % 4 > 0;
        index.put(StoredPicture.of("p" + i), seen ? vector(random) : null, seen ? space : null);
      }
      index.optimize();

      assertThat(index.statistics().pictures()).isEqualTo(1600);
      for (int i = 0; i < 1600; i++) {
        assertThat(index.get("p" + i)).as("p%d", i).isPresent();
      }
    }
  }

  @Test
  void theTenNearestAreFoundInAGraphOfThatOrder() throws IOException {
    try (VisualIndex index = VisualIndex.open(folder)) {
      add(index, 6000);
      index.optimize();

      int found = 0;
      Random random = new Random(5);
      for (int q = 0; q < 100; q++) {
        float[] query = vector(random);
        List<String> hits = index.search(similarTo(query).efSearch(100).limit(10)).ids();
        found += (int) nearest(query).filter(i -> hits.contains("p" + i)).count();
      }
      assertThat(found).isGreaterThanOrEqualTo(980);
    }
  }

  @Test
  void eachOfManyLikePicturesIsReachedInTheGraph() throws IOException {
    try (VisualIndex index = VisualIndex.open(folder)) {
      add(index, 8000);
      index.optimize();

      int missed = 0;
      for (int i = 0; i < vectors.size(); i++) {
        String id = "p" + i;
        if (!index.search(similarTo(vectors.get(i)).efSearch(100).limit(1)).ids().contains(id)) {
          missed++;
        }
      }
      assertThat(missed).isZero();
    }
  }

  @Test
  void whatIsFlushedHasNoGraphUntilItIsLarge() throws IOException {
    try (VisualIndex index = VisualIndex.open(folder)) {
      add(index, 2000);
      index.commit();
      assertThat(graphSizes()).containsExactly(0);
      assertThat(index.search(similarTo(vectors.get(3)).limit(1)).ids()).containsExactly("p3");
      add(index, 10_001);
    }

    assertThat(graphSizes()).contains(10_001);
  }

  @Test
  void whatIsFlushedBeforeAnybodySearchesGetsItsGraphOnce() throws IOException {
    Space space = Space.ofOwnVectors(16);
    Random random = new Random(8);
    Generation generation = generation(space);
    generation.requireWritable().getConfig().setMaxBufferedDocs(11_000);
    try (PictureIndex index = new PictureIndex(folder, space, generation)) {
      for (int i = 0; i < 23_000; i++) {
        index.put(StoredPicture.of("p" + i), vector(random), space);
      }
      index.optimize();

      // Segments are numbered: three that were flushed, and the one they were merged into.
      List<String> names = new ArrayList<>();
      SegmentInfos.readLatestCommit(generation.directory()).forEach(s -> names.add(s.info.name));
      assertThat(names).containsExactly("_3");
    }
    assertThat(graphSizes()).containsExactly(23_000);
  }

  private Generation generation(Space space) throws IOException {
    IndexSettings settings = IndexSettings.of(VectorStorage.DEFAULT, null, null);
    return Opening.open("test", "gen-000001", settings, directory(), space, false);
  }

  @Test
  void whatIsCommittedBitByBitIsPutInOrderToo() throws IOException {
    try (VisualIndex index = VisualIndex.open(folder)) {
      for (int i = 0; i < 12; i++) {
        add(index, 200);
        index.commit();
      }
    }

    try (Directory directory = directory()) {
      assertThat(SegmentInfos.readLatestCommit(directory))
          .filteredOn(segment -> segment.info.maxDoc() >= 1000)
          .isNotEmpty()
          .allMatch(segment -> segment.info.getDiagnostics().containsKey("ocellus.neighbours"));
    }
  }

  @Test
  void aSegmentThatIsAloneGetsItsGraphFromOptimising() throws IOException {
    try (VisualIndex index = VisualIndex.open(folder)) {
      add(index, 2000);
      index.optimize();
    }

    assertThat(graphSizes()).containsExactly(2000);
  }

  @Test
  void optimisingDoesNotMergeWhatIsAddedMeanwhile() throws IOException {
    Space space = Space.ofOwnVectors(16);
    Random random = new Random(8);
    Generation generation = generation(space);
    try (PictureIndex index = new PictureIndex(folder, space, generation)) {
      for (int i = 0; i < 2000; i++) {
        index.put(StoredPicture.of("p" + i), vector(random), space);
      }
      index.commit();
      IndexWriter writer = generation.requireWritable();
      MergePolicy policy = writer.getConfig().getMergePolicy();
      SegmentInfos segments = SegmentInfos.readLatestCommit(generation.directory());

      assertThat(policy.findForcedMerges(segments, 1, Map.of(segments.info(0), true), writer))
          .extracting(found -> found.merges)
          .asInstanceOf(InstanceOfAssertFactories.LIST)
          .hasSize(1);
      assertThat(policy.findForcedMerges(segments, 1, Map.of(), writer)).isNull();
    }
  }

  @Test
  void aLargeSegmentInOrderStaysInPlaceWhenAFewAreAdded() throws IOException {
    try (VisualIndex index = VisualIndex.open(folder)) {
      add(index, 3000);
      index.optimize();
    }
    float[][] before = inOrder();
    try (VisualIndex index = VisualIndex.open(folder)) {
      add(index, 100);
      index.optimize();
    }

    float[][] after = inOrder();
    assertThat(after).hasDimensions(3100, before[0].length);
    for (int i = 0; i < before.length; i++) {
      assertThat(after[i]).containsExactly(before[i]);
    }
    assertThat(graphSizes()).containsExactly(3100);
  }

  private void add(VisualIndex index, int count) throws IOException {
    Random random = new Random(vectors.size());
    for (int i = 0; i < count; i++) {
      int number = vectors.size();
      vectors.add(vector(random));
      index.add(Picture.ofVector("p" + number, vectors.get(number)).caption("number " + number));
    }
  }

  /** Near one of the kinds, which are drawn anew each time, but the same. */
  private static float[] vector(Random random) {
    Random kind = new Random(random.nextInt(KINDS));
    float[] vector = new float[16];
    for (int k = 0; k < vector.length; k++) {
      vector[k] = (float) (kind.nextGaussian() + 0.2 * random.nextGaussian());
    }
    return VectorUtil.l2normalize(vector);
  }

  private Stream<Integer> nearest(float[] query) {
    return IntStream.range(0, vectors.size())
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -VectorUtil.dotProduct(query, vectors.get(i))))
        .limit(10);
  }

  private int leaps() throws IOException {
    float[][] rows = inOrder();
    int leaps = 0;
    for (int i = 1; i < rows.length; i++) {
      if (VectorUtil.dotProduct(rows[i - 1], rows[i]) < 0.8) {
        leaps++;
      }
    }
    return leaps;
  }

  private float[][] inOrder() throws IOException {
    try (Directory directory = directory();
        DirectoryReader reader = DirectoryReader.open(directory)) {
      assertThat(reader.leaves()).hasSize(1);
      FloatVectorValues values = reader.leaves().get(0).reader().getFloatVectorValues(FIELD);
      float[][] rows = new float[values.size()][];
      for (int i = 0; i < rows.length; i++) {
        rows[i] = values.vectorValue(i).clone();
      }
      return rows;
    }
  }

  private List<Integer> graphSizes() throws IOException {
    List<Integer> sizes = new ArrayList<>();
    try (Directory directory = directory();
        DirectoryReader reader = DirectoryReader.open(directory)) {
      for (LeafReaderContext leaf : reader.leaves()) {
        CodecReader segment = (CodecReader) leaf.reader();
        var fields = (PerFieldKnnVectorsFormat.FieldsReader) segment.getVectorReader();
        HnswGraph graph = ((HnswGraphProvider) fields.getFieldReader(FIELD)).getGraph(FIELD);
        sizes.add(graph == null ? 0 : graph.size());
      }
    }
    return sizes;
  }

  private Directory directory() throws IOException {
    return FSDirectory.open(folder.resolve("gen-000001"));
  }
}
