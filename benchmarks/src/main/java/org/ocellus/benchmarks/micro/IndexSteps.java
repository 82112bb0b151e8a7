package org.ocellus.benchmarks.micro;

import static org.ocellus.query.VisualQuery.fused;
import static org.ocellus.query.VisualQuery.keyword;
import static org.ocellus.query.VisualQuery.similarTo;
import static org.ocellus.query.VisualQuery.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.IOUtils;
import org.apache.lucene.util.VectorUtil;
import org.ocellus.VisualIndex;
import org.ocellus.index.Picture;
import org.ocellus.index.PictureFields;
import org.ocellus.index.VectorField;
import org.ocellus.model.Metric;
import org.ocellus.query.Hit;
import org.ocellus.query.VisualQuery;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Questions to an index of 50,000 made-up pictures of 256 numbers, in one segment, and changes. */
@State(Scope.Thread)
public class IndexSteps {
  private static final int PICTURES = 50_000;
  private static final int DIMENSION = 256;
  private static final int WORDS = 2000;
  private static final int TOP_K = 10;

  private final Random random = new Random(1);
  private final float[][] centres = new float[500][];
  private final float[][] asked = new float[1000][];
  private Path folder = Path.of("");
  private VisualIndex index;
  private VisualIndex changing;
  private DirectoryReader reader;
  private IndexSearcher searcher;
  private int added;

  @Setup
  public void build() throws IOException {
    folder = Files.createTempDirectory("ocellus-bench");
    for (int c = 0; c < centres.length; c++) {
      centres[c] = around(new float[DIMENSION]);
    }
    for (int q = 0; q < asked.length; q++) {
      asked[q] = VectorUtil.l2normalize(around(centre()));
    }
    index = VisualIndex.open(folder.resolve("index"));
    for (int i = 0; i < PICTURES; i++) {
      index.add(picture(i));
    }
    index.optimize();
    changing = VisualIndex.open(folder.resolve("changing"));
    for (int i = 0; i < PICTURES / 10; i++) {
      changing.add(picture(i));
    }
    changing.commit();
    reader = DirectoryReader.open(FSDirectory.open(folder.resolve("index/gen-000001")));
    searcher = new IndexSearcher(reader);
  }

  @TearDown
  public void remove() throws IOException {
    reader.close();
    reader.directory().close();
    index.close();
    changing.close();
    IOUtils.rm(folder);
  }

  private Picture picture(int number) {
    return Picture.ofVector(Integer.toString(number), around(centre()))
        .keywords("tag" + random.nextInt(100))
        .caption(word() + " " + word() + " " + word() + " " + word());
  }

  private float[] centre() {
    return centres[random.nextInt(centres.length)];
  }

  private float[] around(float[] centre) {
    float[] vector = new float[DIMENSION];
    for (int d = 0; d < DIMENSION; d++) {
      vector[d] = centre[d] + (float) random.nextGaussian();
    }
    return vector;
  }

  /** A word of twice the number is half as likely (Zipf's law). */
  private String word() {
    return "word" + (int) Math.pow(WORDS, random.nextDouble());
  }

  private List<Hit> hits(VisualQuery query) throws IOException {
    return index.search(query.limit(TOP_K)).list();
  }

  private TopDocs bare(Query query) throws IOException {
    return searcher.search(query, TOP_K);
  }

  @Benchmark
  public List<Hit> similar() throws IOException {
    return hits(similarTo(asked()));
  }

  /** With as many candidates. */
  @Benchmark
  public TopDocs similarBareLucene() throws IOException {
    return bare(new KnnFloatVectorQuery(VectorField.of(Metric.COSINE).field(), asked(), 51));
  }

  private float[] asked() {
    return asked[random.nextInt(asked.length)];
  }

  @Benchmark
  public List<Hit> similarAmongOnePercent() throws IOException {
    return hits(similarTo(asked()).where(keyword("tag7")));
  }

  @Benchmark
  public List<Hit> byKeyword() throws IOException {
    return hits(keyword("tag" + random.nextInt(100)));
  }

  @Benchmark
  public TopDocs byKeywordBareLucene() throws IOException {
    return bare(new TermQuery(new Term(PictureFields.KEYWORD, "tag" + random.nextInt(100))));
  }

  @Benchmark
  public List<Hit> byText() throws IOException {
    return hits(text(word() + " " + word()));
  }

  @Benchmark
  public List<Hit> byPictureAndText() throws IOException {
    return hits(fused(similarTo(asked()), text(word() + " " + word())));
  }

  @Benchmark
  public String add() throws IOException {
    return changing.add(picture(added++ % (PICTURES / 10)));
  }

  @Benchmark
  public void addAndRefresh() throws IOException {
    changing.add(picture(added++ % (PICTURES / 10)));
    changing.refresh();
  }
}
