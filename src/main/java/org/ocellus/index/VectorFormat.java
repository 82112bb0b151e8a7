package org.ocellus.index;

import java.io.IOException;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene104.Lucene104HnswScalarQuantizedVectorsFormat;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.util.quantization.QuantizedByteVectorValues.ScalarEncoding;

/**
 * Lucene's HNSW formats with their limit of 1024 dimensions lifted to {@value #MAX_DIMENSIONS}: the
 * pooled features of common networks have 1280 or 2048. Named like its delegate, so that an index
 * is read and merged by plain Lucene too.
 *
 * <p>The graph is that of Malkov and Yashunin, "Efficient and robust approximate nearest neighbor
 * search using Hierarchical Navigable Small World graphs" (2018), with maxConn {@value #MAX_CONN}
 * and efConstruction {@value #EF_CONSTRUCTION}. Quantised vectors are Lucene's optimised scalar
 * quantisation, after Gao et al., "RaBitQ" (2024), and lie beside the full ones.
 */
public final class VectorFormat extends KnnVectorsFormat {
  /** The longest vector accepted. */
  public static final int MAX_DIMENSIONS = 4096;

  /** How many neighbours a vector has in each layer of the graph; twice as many in the lowest. */
  public static final int MAX_CONN = 16;

  /** How many candidates its neighbours are chosen from. */
  public static final int EF_CONSTRUCTION = 100;

  /**
   * How many threads build a graph at most, if the writer's merge scheduler has so many to spare.
   * What graph they build depends on their number a little, and of several on how they take turns.
   */
  private static final int MERGE_WORKERS = Runtime.getRuntime().availableProcessors();

  /** How many vectors a search may see before a graph is worth having; Lucene's default. */
  private static final int GRAPH_THRESHOLD = Lucene99HnswVectorsFormat.HNSW_GRAPH_THRESHOLD;

  private final KnnVectorsFormat delegate;
  private final KnnVectorsFormat flushed;

  private VectorFormat(KnnVectorsFormat delegate, KnnVectorsFormat flushed) {
    super(delegate.getName());
    this.delegate = delegate;
    this.flushed = flushed;
  }

  /** Lucene's current codec with this format for every vector field, float32. */
  public static Codec codec() {
    return codec(Quantization.NONE);
  }

  /** Lucene's current codec with this format for every vector field, quantised so. */
  public static Codec codec(Quantization quantization) {
    return codec(of(quantization));
  }

  /** The same, but flushed segments have no graph; merges give them one. */
  static Codec mergedCodec(Quantization quantization) {
    return codec(
        new VectorFormat(
            lucene(quantization, GRAPH_THRESHOLD), lucene(quantization, Integer.MAX_VALUE)));
  }

  private static Codec codec(KnnVectorsFormat format) {
    return new Lucene104Codec() {
      @Override
      public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
        return format;
      }
    };
  }

  /** This format, quantised so, for a codec that chooses one for each field. */
  public static KnnVectorsFormat of(Quantization quantization) {
    KnnVectorsFormat format = lucene(quantization, GRAPH_THRESHOLD);
    return new VectorFormat(format, format);
  }

  private static KnnVectorsFormat lucene(Quantization quantization, int graphThreshold) {
    return switch (quantization) {
      case NONE ->
          new Lucene99HnswVectorsFormat(
              MAX_CONN, EF_CONSTRUCTION, MERGE_WORKERS, null, graphThreshold);
      case BITS_8 -> quantized(ScalarEncoding.UNSIGNED_BYTE, graphThreshold);
      case BITS_7 -> quantized(ScalarEncoding.SEVEN_BIT, graphThreshold);
      case BITS_4 -> quantized(ScalarEncoding.PACKED_NIBBLE, graphThreshold);
      case BITS_2 -> quantized(ScalarEncoding.DIBIT_QUERY_NIBBLE, graphThreshold);
      case BITS_1 -> quantized(ScalarEncoding.SINGLE_BIT_QUERY_NIBBLE, graphThreshold);
    };
  }

  private static KnnVectorsFormat quantized(ScalarEncoding encoding, int graphThreshold) {
    return new Lucene104HnswScalarQuantizedVectorsFormat(
        encoding, MAX_CONN, EF_CONSTRUCTION, MERGE_WORKERS, null, graphThreshold);
  }

  @Override
  public KnnVectorsWriter fieldsWriter(SegmentWriteState state) throws IOException {
    boolean merge = state.context.context() == IOContext.Context.MERGE;
    return (merge ? delegate : flushed).fieldsWriter(state);
  }

  @Override
  public KnnVectorsReader fieldsReader(SegmentReadState state) throws IOException {
    return delegate.fieldsReader(state);
  }

  @Override
  public int getMaxDimensions(String field) {
    return MAX_DIMENSIONS;
  }
}
