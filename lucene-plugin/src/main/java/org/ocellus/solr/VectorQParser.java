package org.ocellus.solr;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.lucene.index.VectorEncoding;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FieldExistsQuery;
import org.apache.lucene.search.Query;
import org.apache.solr.client.api.util.SolrVersion;
import org.apache.solr.common.SolrException;
import org.apache.solr.common.SolrException.ErrorCode;
import org.apache.solr.common.params.ModifiableSolrParams;
import org.apache.solr.common.params.SolrParams;
import org.apache.solr.request.SolrQueryRequest;
import org.apache.solr.schema.DenseVectorField;
import org.apache.solr.schema.SchemaField;
import org.apache.solr.search.QParser;
import org.apache.solr.search.QueryParsing;
import org.apache.solr.search.SyntaxError;
import org.apache.solr.util.vector.DenseVectorParser;
import org.jspecify.annotations.Nullable;

/** One question for the nearest of a vector; see {@link ImageQParserPlugin}. */
final class VectorQParser extends QParser {
  private static final String FIELD = "f";
  private static final String TOP_K = "topK";
  static final String ID = "id";
  private static final String EXACT = "exact";
  private static final String MIN_SCORE = "minScore";
  private static final String MAX_DISTANCE = "maxDistance";
  private static final int MOST = 10_000;

  /** What every query has, ours, and those of this Solr's {@code knn}. */
  private static final Set<String> KNOWN = new TreeSet<>();

  static {
    KNOWN.addAll(List.of("v", "type", "cache", "cost", "tag"));
    KNOWN.addAll(List.of(FIELD, TOP_K, ID, EXACT, MIN_SCORE, MAX_DISTANCE));
    KNOWN.addAll(List.of("preFilter", "includeTags", "excludeTags"));
    if (SolrVersion.LATEST.getMajorVersion() >= 10) {
      KNOWN.addAll(List.of("seedQuery", "filteredSearchThreshold"));
      KNOWN.addAll(List.of("earlyTermination", "saturationThreshold", "patience"));
    }
  }

  private final VectorQParserPlugin plugin;

  VectorQParser(
      String qstr,
      SolrParams localParams,
      SolrParams params,
      SolrQueryRequest req,
      VectorQParserPlugin plugin) {
    super(qstr, localParams, params, req);
    this.plugin = plugin;
  }

  @Override
  public Query parse() throws SyntaxError {
    String field = localParams == null ? null : localParams.get(FIELD);
    if (field == null) {
      throw wrong("{!%s} needs f, the dense vector field".formatted(type()));
    }
    localParams
        .getParameterNamesIterator()
        .forEachRemaining(
            name -> {
              if (!KNOWN.contains(name) && !name.startsWith("__")) {
                throw wrong(
                    "{!%s} knows no \"%s\" here; it knows %s".formatted(type(), name, KNOWN));
              }
            });
    int topK = localParams.getInt(TOP_K, plugin.defaultTopK());
    if (topK < 1 || topK > MOST) {
      throw wrong("topK must be from 1 to %d, got %d".formatted(MOST, topK));
    }
    Double least = leastSolrScore(field);
    List<String> examplesThemselves = ExampleVectors.ids(localParams);
    String vector =
        isVector(qstr) ? given(qstr, field) : plugin.vector(qstr, localParams, field, req);
    String similarity = "vectorSimilarity(%s,%s)".formatted(field, vector);
    BooleanQuery.Builder query = new BooleanQuery.Builder();
    if (localParams.getBool(EXACT, false)) {
      query.add(QParser.getParser(similarity, "func", req).getQuery(), Occur.MUST);
      query.add(new FieldExistsQuery(field), Occur.FILTER);
    } else {
      query.add(near(vector, topK + examplesThemselves.size()), Occur.MUST);
    }
    if (least != null) {
      String range = "{!frange l=%s}%s".formatted(least, similarity);
      query.add(QParser.getParser(range, req).getQuery(), Occur.FILTER);
    }
    SchemaField key = req.getSchema().getUniqueKeyField();
    for (String id : examplesThemselves) {
      query.add(key.getType().getFieldQuery(this, key, id), Occur.MUST_NOT);
    }
    return query.build();
  }

  private String type() {
    return String.valueOf(localParams == null ? null : localParams.get(QueryParsing.TYPE));
  }

  /** Whether this is a vector, and nothing that a network is to look at. */
  static boolean isVector(@Nullable String value) {
    return value != null && value.stripLeading().startsWith("[");
  }

  /** A vector that was sent, read as the field reads its vectors. */
  private String given(String vector, String field) {
    DenseVectorField type = vectorField(req, field);
    DenseVectorParser read = type.getVectorBuilder(vector, DenseVectorParser.BuilderPhase.QUERY);
    return type.getVectorEncoding() == VectorEncoding.BYTE
        ? Arrays.toString(read.getByteVector())
        : text(read.getFloatVector());
  }

  /** A vector as Solr writes them. */
  static String text(float[] vector) {
    return SeenPicture.floats(vector).toString();
  }

  /**
   * The type of a field of vectors.
   *
   * @throws SolrException of code 400 if it is none
   */
  static DenseVectorField vectorField(SolrQueryRequest req, String name) {
    SchemaField field = req.getSchema().getFieldOrNull(name);
    if (field == null || !(field.getType() instanceof DenseVectorField type)) {
      throw wrong("field " + name + " holds no vectors");
    }
    return type;
  }

  /** Solr's own query for the nearest. */
  private Query near(String vector, int topK) throws SyntaxError {
    ModifiableSolrParams knn = new ModifiableSolrParams(localParams);
    List.of(ID, EXACT, MIN_SCORE, MAX_DISTANCE).forEach(knn::remove);
    knn.set(QueryParsing.TYPE, "knn");
    knn.set(QueryParsing.V, vector);
    knn.set(TOP_K, topK);
    QParser nearest = req.getCore().getQueryPlugin("knn").createParser(vector, knn, params, req);
    // As Solr has it: the request's filters are applied before the search where this is the
    // question itself, not where it is a filter or a part of something.
    nearest.setIsFilter(isFilter() || recurseCount > 0);
    return nearest.getQuery();
  }

  /** The cut-off as Lucene scores vectors ({@code VectorSimilarityFunction}); null for none. */
  private @Nullable Double leastSolrScore(String field) {
    String minScore = localParams.get(MIN_SCORE);
    String maxDistance = localParams.get(MAX_DISTANCE);
    if (minScore == null && maxDistance == null) {
      return null;
    }
    VectorSimilarityFunction similarity = vectorField(req, field).getSimilarityFunction();
    if (similarity == VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT) {
      throw wrong("field %s is measured by %s, which has no cut-off".formatted(field, similarity));
    }
    boolean euclidean = similarity == VectorSimilarityFunction.EUCLIDEAN;
    if (euclidean ? minScore != null : maxDistance != null) {
      throw wrong(
          "field %s is measured by %s: use %s"
              .formatted(field, similarity, euclidean ? MAX_DISTANCE : MIN_SCORE));
    }
    if (euclidean) {
      double distance = number(MAX_DISTANCE, maxDistance);
      return 1 / (1 + distance * distance);
    }
    return (1 + number(MIN_SCORE, minScore)) / 2;
  }

  private static double number(String name, @Nullable String value) {
    try {
      double number = Double.parseDouble(String.valueOf(value));
      if (Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new SolrException(
          ErrorCode.BAD_REQUEST, "%s must be a number, got \"%s\"".formatted(name, value), e);
    }
    throw wrong("%s must be finite, got %s".formatted(name, value));
  }

  private static SolrException wrong(String what) {
    return new SolrException(ErrorCode.BAD_REQUEST, what);
  }
}
