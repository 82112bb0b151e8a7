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

  private final KnnVectorsFormat delegate;

  private VectorFormat(KnnVectorsFormat delegate) {
    super(delegate.getName());
    this.delegate = delegate;
  }

  /** Lucene's current codec with this format for every vector field, float32. */
  public static Codec codec() {
    return codec(Quantization.NONE);
  }

  /** Lucene's current codec with this format for every vector field, quantised so. */
  public static Codec codec(Quantization quantization) {
    KnnVectorsFormat format = of(quantization);
    return new Lucene104Codec() {
      @Override
      public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
        return format;
      }
    };
  }

  /** This format, quantised so, for a codec that chooses one for each field. */
  public static KnnVectorsFormat of(Quantization quantization) {
    return new VectorFormat(
        switch (quantization) {
          case NONE -> new Lucene99HnswVectorsFormat(MAX_CONN, EF_CONSTRUCTION);
          case BITS_8 -> quantized(ScalarEncoding.UNSIGNED_BYTE);
          case BITS_7 -> quantized(ScalarEncoding.SEVEN_BIT);
          case BITS_4 -> quantized(ScalarEncoding.PACKED_NIBBLE);
          case BITS_2 -> quantized(ScalarEncoding.DIBIT_QUERY_NIBBLE);
          case BITS_1 -> quantized(ScalarEncoding.SINGLE_BIT_QUERY_NIBBLE);
        });
  }

  private static KnnVectorsFormat quantized(ScalarEncoding encoding) {
    return new Lucene104HnswScalarQuantizedVectorsFormat(encoding, MAX_CONN, EF_CONSTRUCTION);
  }

  @Override
  public KnnVectorsWriter fieldsWriter(SegmentWriteState state) throws IOException {
    return delegate.fieldsWriter(state);
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
