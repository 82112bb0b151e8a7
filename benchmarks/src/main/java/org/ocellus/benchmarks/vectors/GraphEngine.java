package org.ocellus.benchmarks.vectors;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopKnnCollector;
import org.apache.lucene.store.FSDirectory;
import org.ocellus.index.PictureFields;
import org.ocellus.index.VectorField;
import org.ocellus.model.Metric;

/**
 * The graph of an Ocellus index, walked by Lucene's reader itself without question, searcher or
 * natural scores, until it has a number of candidates. Ids are held in memory.
 */
final class GraphEngine extends Engine.InProcess {
  private final DirectoryReader reader;
  private final LeafReader leaf;
  private final String field;
  private final int[] numbers;

  private GraphEngine(DirectoryReader reader, Metric metric) throws IOException {
    this.reader = reader;
    this.leaf = reader.leaves().get(0).reader();
    this.field = VectorField.of(metric).field();
    this.numbers = new int[leaf.maxDoc()];
    BinaryDocValues ids = leaf.getBinaryDocValues(PictureFields.PLAIN_ID);
    for (int d = ids.nextDoc(); d != BinaryDocValues.NO_MORE_DOCS; d = ids.nextDoc()) {
      numbers[d] = Integer.parseInt(ids.binaryValue().utf8ToString());
    }
  }

  static GraphEngine open(Metric metric, Path folder) throws IOException {
    return new GraphEngine(
        DirectoryReader.open(FSDirectory.open(folder.resolve("gen-000001"))), metric);
  }

  @Override
  public String name() {
    return "graph";
  }

  @Override
  int[] search(float[] query, int topK, int efSearch) throws IOException {
    TopKnnCollector collector = new TopKnnCollector(efSearch, Integer.MAX_VALUE);
    leaf.searchNearestVectors(
        field, query, collector, AcceptDocs.fromLiveDocs(leaf.getLiveDocs(), leaf.maxDoc()));
    ScoreDoc[] hits = collector.topDocs().scoreDocs;
    int[] found = new int[Math.min(topK, hits.length)];
    for (int i = 0; i < found.length; i++) {
      found[i] = numbers[hits[i].doc];
    }
    return found;
  }

  @Override
  public void close() throws IOException {
    reader.close();
    reader.directory().close();
  }
}
