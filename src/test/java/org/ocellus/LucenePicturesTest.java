package org.ocellus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ocellus.query.Filter.not;
import static org.ocellus.query.TagExpression.tag;
import static org.ocellus.query.VisualQuery.keyword;
import static org.ocellus.query.VisualQuery.newest;
import static org.ocellus.query.VisualQuery.random;
import static org.ocellus.query.VisualQuery.similarTo;
import static org.ocellus.query.VisualQuery.similarToId;
import static org.ocellus.query.VisualQuery.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.apache.lucene.analysis.core.KeywordAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.image.ImageDecodingException;
import org.ocellus.index.IndexException;
import org.ocellus.index.Picture;
import org.ocellus.index.PictureFields;
import org.ocellus.index.Quantization;
import org.ocellus.index.VectorFormat;
import org.ocellus.index.VectorStorage;
import org.ocellus.model.Metric;
import org.ocellus.model.Model;
import org.ocellus.model.TinyModel;
import org.ocellus.query.Filter;
import org.ocellus.query.Hits;

/** Pictures in an index that an application makes with Lucene itself. */
class LucenePicturesTest {
  private static final String PROGRAM =
      """
      import static org.ocellus.query.VisualQuery.*;
      import java.nio.file.Path;
      import org.apache.lucene.analysis.standard.StandardAnalyzer;
      import org.apache.lucene.codecs.*;
      import org.apache.lucene.codecs.lucene104.Lucene104Codec;
      import org.apache.lucene.document.*;
      import org.apache.lucene.index.*;
      import org.apache.lucene.search.*;
      import org.apache.lucene.store.*;
      import org.ocellus.LucenePictures;
      import org.ocellus.index.*;
      import org.ocellus.model.*;
      import org.ocellus.query.Hit;

      public class Example {
        public static void main(String[] args) throws Exception {
          try (Model model = Model.open(Path.of("model"));
              Directory directory = FSDirectory.open(Path.of("theirs"))) {
      %s
          }
        }
      }
      """;

  @TempDir Path folder;
  private final Directory directory = new ByteBuffersDirectory();
  private Model model;
  private Model other;

  @BeforeEach
  void models() throws IOException {
    model = Model.open(TinyModel.write(folder.resolve("model")));
    Path changed = TinyModel.write(folder.resolve("other"));
    Path preprocessing = changed.resolve("preprocessor_config.json");
    Files.writeString(
        preprocessing,
        Files.readString(preprocessing).replace("\"resample\": 2", "\"resample\": 3"));
    other = Model.open(changed);
  }

  @AfterEach
  void close() {
    model.close();
    other.close();
  }

  private static IndexWriter writer(Directory directory) throws IOException {
    return new IndexWriter(
        directory, new IndexWriterConfig(LucenePictures.analyzer(new KeywordAnalyzer())));
  }

  private Picture red() throws IOException {
    return Picture.of(Drawing.plain(folder.resolve("red.png"), 250, 0, 0)).id("red");
  }

  private Picture blue() throws IOException {
    return Picture.of(Drawing.plain(folder.resolve("blue.png"), 0, 0, 250)).id("blue");
  }

  @Test
  void thePagesExampleCompilesAndFindsTheApplicationsDocument() throws Exception {
    Drawing.plain(folder.resolve("shoe.png"), 200, 60, 40);
    Drawing.plain(folder.resolve("query.png"), 200, 60, 40);
    assertThat(PageExample.run("docs/lucene.md", PROGRAM, folder)).contains("4711 1. 4711 COSINE ");
  }

  @Test
  void theirFieldsAndDocumentsLiveBesideOurs() throws IOException {
    LucenePictures pictures = new LucenePictures(model, VectorStorage.of(Metric.values()));
    try (IndexWriter writer = writer(directory)) {
      Document product = new Document();
      product.add(new TextField("sku", "SKU 1", Field.Store.YES));
      pictures.put(
          writer, product, red().keywords("Warm").caption("Bridges of Lisbon in the evening"));
      pictures.put(writer, new Document(), blue());
      Document letter = new Document();
      letter.add(new StringField("letter", "no picture", Field.Store.NO));
      writer.addDocument(letter);
    }
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      assertThat(pictures.search(reader, similarTo(folder.resolve("red.png"))).ids())
          .containsExactly("red", "blue");
      assertThat(pictures.search(reader, similarToId("red").by(Metric.EUCLIDEAN)).ids())
          .containsExactly("blue");
      assertThat(pictures.search(reader, keyword("warm")).ids()).containsExactly("red");
      // By our analyser, which stems, whereas theirs takes a text as one term.
      assertThat(pictures.search(reader, text("bridge")).ids()).containsExactly("red");
      assertThat(pictures.search(reader, text("bridge")).list().get(0).picture())
          .hasValueSatisfying(picture -> assertThat(picture.width()).isEqualTo(20));
      IndexSearcher searcher = new IndexSearcher(reader);
      assertThat(searcher.count(new TermQuery(new Term("sku", "SKU 1")))).isEqualTo(1);
      assertThat(reader.getRefCount()).isEqualTo(1);
    }
  }

  @Test
  void whatIsNotCarriedFindsPicturesAloneNotTheirOtherDocuments() throws IOException {
    LucenePictures pictures = new LucenePictures(model);
    try (IndexWriter writer = writer(directory)) {
      pictures.put(writer, new Document(), red().keywords("warm"));
      pictures.put(writer, new Document(), blue());
      writer.addDocument(new Document());
    }
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      assertThat(pictures.search(reader, keyword(tag("warm").not())).ids()).containsExactly("blue");
      assertThat(pictures.search(reader, newest().where(not(keyword("warm")))).ids())
          .containsExactly("blue");
      assertThat(pictures.search(reader, random(1).where(Filter.folder(""))).ids()).hasSize(2);
    }
  }

  @Test
  void moreHitsThanTheLimitLeaveTheReaderToItsOwner() throws IOException {
    LucenePictures pictures = new LucenePictures(model);
    try (IndexWriter writer = writer(directory)) {
      pictures.put(writer, new Document(), red());
      pictures.put(writer, new Document(), blue());
    }
    Hits hits;
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      hits = pictures.search(reader, newest().limit(1));
      assertThat(hits.size()).isEqualTo(1);
      assertThat(hits.next()).isEmpty();
      assertThat(pictures.search(reader, newest().limit(1).offset(1)).ids())
          .hasSize(1)
          .doesNotContainAnyElementsOf(hits.ids());
      assertThat(hits.list().get(0).picture()).isPresent();
      assertThat(reader.getRefCount()).isEqualTo(1);
    }
    assertThatThrownBy(() -> hits.list().get(0).picture())
        .isInstanceOf(AlreadyClosedException.class)
        .hasMessageContaining("is closed");
  }

  @Test
  void aSearchGathersAsManyCandidatesAsTheirQuantizationNeeds() throws IOException {
    LucenePictures pictures =
        new LucenePictures(model, VectorStorage.DEFAULT.quantized(Quantization.BITS_1));
    Random random = new Random(3);
    IndexWriterConfig config =
        new IndexWriterConfig(LucenePictures.analyzer(new KeywordAnalyzer()))
            .setCodec(VectorFormat.codec(Quantization.BITS_1));
    try (IndexWriter writer = new IndexWriter(directory, config)) {
      for (int i = 0; i < 2000; i++) {
        pictures.put(writer, new Document(), Picture.ofVector("" + i, vector(random)));
      }
    }
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      int found = 0;
      int foundAsFloat32 = 0;
      for (int i = 0; i < 50; i++) {
        float[] query = vector(random);
        List<String> truth = pictures.search(reader, similarTo(query).exactly().limit(10)).ids();
        found += common(truth, pictures.search(reader, similarTo(query).limit(10)));
        foundAsFloat32 +=
            common(truth, new LucenePictures(model).search(reader, similarTo(query).limit(10)));
      }
      assertThat(found).isGreaterThan(foundAsFloat32);
    }
  }

  private float[] vector(Random random) {
    float[] vector = new float[model.dimension()];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return vector;
  }

  private static int common(List<String> truth, Hits hits) {
    return (int) hits.ids().stream().filter(truth::contains).count();
  }

  @Test
  void wrongCallsAreRefusedByNameAndChangeNothing() throws IOException {
    LucenePictures pictures = new LucenePictures(model);
    try (IndexWriter writer = writer(directory)) {
      pictures.put(writer, new Document(), red());
      assertThatThrownBy(
              () -> pictures.put(writer, new Document(), Picture.ofVector("short", new float[1])))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll("short", "has 1 dimensions");
      float[] zeros = new float[model.dimension()];
      assertThatThrownBy(
              () -> pictures.put(writer, new Document(), Picture.ofVector("zeros", zeros)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll("zeros", "no direction");
      assertThatThrownBy(
              () -> pictures.put(writer, new Document(), Picture.of(new byte[9]).id("noise")))
          .isInstanceOf(ImageDecodingException.class);
    }
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      assertThat(reader.numDocs()).isEqualTo(1);
      assertThatThrownBy(() -> pictures.search(reader, similarToId("red").by(Metric.EUCLIDEAN)))
          .isInstanceOf(IndexException.class)
          .hasMessageContaining("no vectors for the metric euclidean");
      assertThatThrownBy(() -> pictures.search(reader, similarToId("none")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("no picture \"none\"");
    }
  }

  @Test
  void aPictureOfTheSameIdReplacesTheirDocument() throws IOException {
    LucenePictures pictures = new LucenePictures(model);
    try (IndexWriter writer = writer(directory)) {
      pictures.put(writer, new Document(), red());
      pictures.put(writer, new Document(), red().keywords("again"));
    }
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      assertThat(reader.numDocs()).isEqualTo(1);
      assertThat(pictures.search(reader, keyword("again")).ids()).containsExactly("red");
    }
  }

  @Test
  void anotherModelIsRefusedWhenItAddsAndWhenItAsks() throws IOException {
    try (IndexWriter writer = writer(directory)) {
      new LucenePictures(model).put(writer, new Document(), red());
      assertOtherModel(() -> new LucenePictures(other).put(writer, new Document(), blue()));
      writer.commit();
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        assertThat(reader.numDocs()).isEqualTo(1);
        assertOtherModel(
            () -> new LucenePictures(other).search(reader, similarTo(folder.resolve("red.png"))));
        assertOtherModel(() -> new LucenePictures(other).check(reader));
      }
    }
  }

  @Test
  void anotherModelsVectorsThatCameByAddIndexesAreFoundAlsoAfterAMerge() throws IOException {
    LucenePictures pictures = new LucenePictures(model);
    try (Directory theirs = new ByteBuffersDirectory()) {
      try (IndexWriter writer = writer(theirs)) {
        new LucenePictures(other).put(writer, new Document(), blue());
      }
      try (IndexWriter writer = writer(directory)) {
        pictures.put(writer, new Document(), red());
        writer.addIndexes(theirs);
      }
    }
    for (boolean merged : new boolean[] {false, true}) {
      try (IndexWriter writer = writer(directory)) {
        if (merged) {
          writer.forceMerge(1);
        }
        assertOtherModel(() -> new LucenePictures(model).put(writer, new Document(), red()));
      }
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        assertThat(reader.leaves()).hasSize(merged ? 1 : 2);
        assertOtherModel(() -> pictures.search(reader, similarToId("red")));
        assertOtherModel(() -> new LucenePictures(other).search(reader, similarToId("red")));
      }
    }
    try (IndexWriter writer = writer(directory)) {
      writer.deleteDocuments(PictureFields.id("blue"));
    }
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      assertThat(pictures.search(reader, similarToId("red")).ids()).isEmpty();
    }
  }

  private static void assertOtherModel(CheckedRun call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            IndexException.class,
            e -> assertThat(e.reason()).isEqualTo(IndexException.Reason.OTHER_MODEL));
  }

  /** What is refused. */
  private interface CheckedRun {
    void run() throws IOException;
  }
}
