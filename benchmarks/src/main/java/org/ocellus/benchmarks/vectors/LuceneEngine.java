package org.ocellus.benchmarks.vectors;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.FSDirectory;
import org.ocellus.model.Metric;

/** Plain Lucene with all its defaults, merged into one segment; efSearch is the k of its query. */
final class LuceneEngine extends Engine.InProcess {
  private static final String VECTOR = "vector";
  private static final String NUMBER = "number";

  private final DirectoryReader reader;
  private final IndexSearcher searcher;

  private LuceneEngine(DirectoryReader reader) {
    this.reader = reader;
    this.searcher = new IndexSearcher(reader);
  }

  static void build(Dataset dataset, Path folder) throws IOException {
    VectorSimilarityFunction similarity =
        dataset.metric() == Metric.COSINE
            ? VectorSimilarityFunction.DOT_PRODUCT
            : VectorSimilarityFunction.EUCLIDEAN;
    try (FSDirectory directory = FSDirectory.open(folder);
        IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
      for (int i = 0; i < dataset.base().length; i++) {
        Document document = new Document();
        document.add(new KnnFloatVectorField(VECTOR, dataset.base()[i], similarity));
        document.add(new NumericDocValuesField(NUMBER, i));
        writer.addDocument(document);
      }
      writer.forceMerge(1);
    }
  }

  static LuceneEngine open(Path folder) throws IOException {
    return new LuceneEngine(DirectoryReader.open(FSDirectory.open(folder)));
  }

  @Override
  public String name() {
    return "lucene";
  }

  @Override
  int[] search(float[] query, int topK, int efSearch) throws IOException {
    ScoreDoc[] hits =
        searcher.search(new KnnFloatVectorQuery(VECTOR, query, efSearch), topK).scoreDocs;
    LeafReader leaf = reader.leaves().get(0).reader();
    int[] found = new int[hits.length];
    for (int i = 0; i < found.length; i++) {
      NumericDocValues numbers = leaf.getNumericDocValues(NUMBER);
      numbers.advanceExact(hits[i].doc);
      found[i] = (int) numbers.longValue();
    }
    return found;
  }

  @Override
  public void close() throws IOException {
    reader.close();
    reader.directory().close();
  }
}
