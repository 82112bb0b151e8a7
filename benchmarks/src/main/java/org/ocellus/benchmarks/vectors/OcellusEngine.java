package org.ocellus.benchmarks.vectors;

import static org.ocellus.query.VisualQuery.similarTo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.ocellus.VisualIndex;
import org.ocellus.index.Picture;
import org.ocellus.index.VectorStorage;
import org.ocellus.query.Hit;
import org.ocellus.query.Similar;
import org.ocellus.query.VisualQuery;

/** Ocellus as its users ask it: a question to a {@link VisualIndex}, ids and scores of its hits. */
final class OcellusEngine extends Engine.InProcess {
  private final String name;
  private final boolean exact;
  private final VisualIndex index;

  private OcellusEngine(String name, boolean exact, VisualIndex index) {
    this.name = name;
    this.exact = exact;
    this.index = index;
  }

  static void build(Dataset dataset, VectorStorage storage, Path folder) throws IOException {
    try (VisualIndex index = VisualIndex.open(folder, null, storage)) {
      for (int i = 0; i < dataset.base().length; i++) {
        index.add(Picture.ofVector(Integer.toString(i), dataset.base()[i]));
      }
      index.optimize();
    }
  }

  static OcellusEngine open(String name, boolean exact, Path folder) throws IOException {
    return new OcellusEngine(name, exact, VisualIndex.openReadOnly(folder, null));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean isExact() {
    return exact;
  }

  @Override
  int[] search(float[] query, int topK, int efSearch) throws IOException {
    Similar similar = similarTo(query);
    VisualQuery question = (exact ? similar.exactly() : similar.efSearch(efSearch)).limit(topK);
    List<Hit> hits = index.search(question).list();
    int[] found = new int[hits.size()];
    double sum = 0;
    for (int i = 0; i < found.length; i++) {
      Hit hit = hits.get(i);
      found[i] = Integer.parseInt(hit.id());
      sum += hit.scale() == Hit.Scale.DISTANCE ? hit.distance() : hit.score();
    }
    if (Double.isNaN(sum)) {
      throw new IOException("a score is no number");
    }
    return found;
  }

  @Override
  public void close() throws IOException {
    index.close();
  }
}
