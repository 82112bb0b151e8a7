package org.ocellus.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.knn.KnnSearchStrategy;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.hnsw.HnswGraphSearcher;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.index.VectorFormat;

/** Whatever a search notes its way in, it takes the way of Lucene's own and finds the same. */
class NearestQueryTest {
  private static final int DIMENSION = 16;
  private static final int PER_SEGMENT = 6000;
  private static final int K = 3;
  private static final Random random = new Random(7);

  @TempDir Path folder;

  @Test
  void aShortSearchOfOneSegmentFindsWhatLucenesFinds() throws IOException {
    assertThat(HnswGraphSearcher.expectedVisitedNodes(K, PER_SEGMENT))
        .isLessThan(PER_SEGMENT >>> 7);
    assertFindsWhatLuceneFinds(1, 0, null);
  }

  @Test
  void alsoOfSeveralSegments() throws IOException {
    assertFindsWhatLuceneFinds(3, 0, null);
  }

  @Test
  void alsoWhereSomeOrMostWereDeleted() throws IOException {
    assertFindsWhatLuceneFinds(1, 1, null);
    assertFindsWhatLuceneFinds(2, 7, null);
  }

  @Test
  void alsoWhereAFilterPassesMostOrFew() throws IOException {
    assertFindsWhatLuceneFinds(1, 1, new TermQuery(new Term("most", "yes")));
    assertFindsWhatLuceneFinds(2, 0, new TermQuery(new Term("tenth", "3")));
    assertFindsWhatLuceneFinds(1, 0, new TermQuery(new Term("number", "17")));
  }

  @Test
  void anExactSearchGivesAsManyToRescoreAsAWalk() throws IOException {
    try (Directory directory = FSDirectory.open(folder)) {
      write(directory, 1, 0);
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        NearestQuery query = new NearestQuery("vector", vector(), new Beam(K, K, 100), null);
        LeafReaderContext leaf = reader.leaves().get(0);
        DocIdSetIterator all = DocIdSetIterator.all(PER_SEGMENT);
        assertThat(query.exactSearch(leaf, all, null).scoreDocs).hasSize(100);
      }
    }
  }

  /**
   * @param deleted of each ten pictures, how many
   */
  private void assertFindsWhatLuceneFinds(int segments, int deleted, @Nullable Query filter)
      throws IOException {
    try (Directory directory =
        FSDirectory.open(folder.resolve(segments + "-" + deleted + "-" + filter))) {
      write(directory, segments, deleted);
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        assertThat(reader.leaves()).hasSize(segments);
        IndexSearcher searcher = new IndexSearcher(reader);
        for (int q = 0; q < 20; q++) {
          float[] vector = vector();
          TopDocs lucenes =
              searcher.search(
                  new KnnFloatVectorQuery(
                      "vector", vector, K, filter, new KnnSearchStrategy.Hnsw(60)),
                  K);
          // Looks no farther than the last of those wanted, as Lucene's walk does.
          Beam narrow = new Beam(K, K, K);
          ScoreDoc[] found = new NearestQuery("vector", vector, narrow, filter).found(searcher);
          assertThat(found).usingRecursiveComparison().isEqualTo(lucenes.scoreDocs);
        }
      }
    }
  }

  private static void write(Directory directory, int segments, int deleted) throws IOException {
    IndexWriterConfig config =
        new IndexWriterConfig()
            .setCodec(VectorFormat.codec())
            .setUseCompoundFile(false)
            .setMergePolicy(NoMergePolicy.INSTANCE);
    try (IndexWriter writer = new IndexWriter(directory, config)) {
      for (int i = 0; i < segments * PER_SEGMENT; i++) {
        Document document = new Document();
        document.add(new KnnFloatVectorField("vector", vector()));
        document.add(new StringField("number", Integer.toString(i), Field.Store.NO));
        document.add(new StringField("tenth", Integer.toString(i % 10), Field.Store.NO));
        document.add(new StringField("most", i % 10 < 8 ? "yes" : "no", Field.Store.NO));
        writer.addDocument(document);
        if (i % PER_SEGMENT == PER_SEGMENT - 1) {
          writer.flush();
        }
      }
      for (int tenth = 9; tenth > 9 - deleted; tenth--) {
        writer.deleteDocuments(new Term("tenth", Integer.toString(tenth)));
      }
    }
  }

  private static float[] vector() {
    float[] vector = new float[DIMENSION];
    for (int d = 0; d < DIMENSION; d++) {
      vector[d] = (float) random.nextGaussian();
    }
    return vector;
  }
}
