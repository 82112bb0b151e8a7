package org.ocellus.solr;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.solr.client.solrj.util.ClientUtils;
import org.apache.solr.common.SolrException;
import org.apache.solr.common.SolrException.ErrorCode;
import org.apache.solr.common.params.CommonParams;
import org.apache.solr.common.params.ModifiableSolrParams;
import org.apache.solr.common.params.SolrParams;
import org.apache.solr.handler.component.ResponseBuilder;
import org.apache.solr.handler.component.SearchComponent;
import org.apache.solr.request.SolrQueryRequest;
import org.apache.solr.search.QParserPlugin;
import org.apache.solr.search.QueryParsing;

/**
 * Reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009) of several queries: {@code
 * rrf.q}, twice at least, perhaps with as many {@code rrf.weight}, in the place of {@code q}. Each
 * is asked of the whole collection with the request's filters, and so ranked over all shards,
 * before the ranks are fused: a document's score is Σ weight / (60 + rank). Found is what is among
 * the first {@code rrf.window} (200 unless said) of any of them; that is what paging, facets and
 * the number found are about. Equal scores are ordered by id. Stands among the {@code
 * first-components}.
 */
public final class RankFusionComponent extends SearchComponent {
  private static final String QUERY = "rrf.q";
  private static final String WEIGHT = "rrf.weight";
  private static final String WINDOW = "rrf.window";

  /** The constant of the paper. */
  private static final int K = 60;

  private static final int DEFAULT_WINDOW = 200;

  /** As many clauses as Lucene's queries may have. */
  private static final int MOST = 1024;

  /** What is asked of the fused answer, not of its parts. */
  private static final Set<String> NOT_OF_PARTS =
      Set.of(CommonParams.Q, CommonParams.SORT, "rq", "cursorMark", "debug", "debugQuery");

  /** The same, and all that begins so and a dot. */
  private static final Set<String> FEATURES =
      Set.of(
          "facet",
          "json",
          "hl",
          "group",
          "stats",
          "expand",
          "collapse",
          "rrf",
          "mlt",
          "spellcheck");

  @Override
  public void prepare(ResponseBuilder rb) {
    SolrQueryRequest req = rb.req;
    String[] queries = req.getParams().getParams(QUERY);
    if (queries == null || req.getParams().getBool("isShard", false)) {
      return;
    }
    if (queries.length < 2) {
      throw wrong("rrf.q must be given at least twice, got " + queries.length);
    }
    if (req.getParams().get(CommonParams.Q) != null) {
      throw wrong("give either q or rrf.q: rrf.q stands in its place");
    }
    int window = req.getParams().getInt(WINDOW, DEFAULT_WINDOW);
    if (window < 1 || (long) window * queries.length > MOST) {
      throw wrong(
          "rrf.window must be from 1 to %d for %d queries, got %d"
              .formatted(MOST / queries.length, queries.length, window));
    }
    double[] weights = weights(req.getParams(), queries.length);
    Map<String, Double> scores = new HashMap<>();
    for (int i = 0; i < queries.length; i++) {
      int rank = 1;
      for (String id : ids(req, queries[i], window)) {
        scores.merge(id, weights[i] / (K + rank++), Double::sum);
      }
    }
    ModifiableSolrParams params = new ModifiableSolrParams(req.getParams());
    params.remove(QUERY);
    params.set(CommonParams.Q, query(req, scores));
    params.set(QueryParsing.DEFTYPE, QParserPlugin.DEFAULT_QTYPE);
    if (params.get(CommonParams.SORT) == null) {
      params.set(
          CommonParams.SORT,
          "score desc, " + req.getSchema().getUniqueKeyField().getName() + " asc");
    }
    req.setParams(params);
  }

  private static double[] weights(SolrParams params, int queries) {
    String[] given = params.getParams(WEIGHT);
    double[] weights = new double[queries];
    if (given != null && given.length != queries) {
      throw wrong(
          "rrf.weight must be given once for each rrf.q, got %d for %d"
              .formatted(given.length, queries));
    }
    for (int i = 0; i < queries; i++) {
      try {
        weights[i] = given == null ? 1 : Double.parseDouble(given[i]);
      } catch (NumberFormatException e) {
        throw new SolrException(
            ErrorCode.BAD_REQUEST, "rrf.weight must be a number, got \"" + given[i] + "\"", e);
      }
      if (!(weights[i] > 0 && Double.isFinite(weights[i]))) {
        throw wrong("rrf.weight must be > 0, got " + weights[i]);
      }
    }
    return weights;
  }

  /** The ids of a query's first hits, over all shards. */
  private static List<String> ids(SolrQueryRequest req, String query, int window) {
    String key = req.getSchema().getUniqueKeyField().getName();
    ModifiableSolrParams params = new ModifiableSolrParams();
    for (Map.Entry<String, String[]> param : req.getParams()) {
      String name = param.getKey();
      String feature = name.contains(".") ? name.substring(0, name.indexOf('.')) : name;
      if (!NOT_OF_PARTS.contains(name) && !FEATURES.contains(feature)) {
        params.set(name, param.getValue());
      }
    }
    params.set(CommonParams.Q, query);
    if (query.startsWith(QueryParsing.LOCALPARAM_START)) {
      // Other languages take local parameters for words.
      params.set(QueryParsing.DEFTYPE, QParserPlugin.DEFAULT_QTYPE);
    }
    params.set(CommonParams.START, 0).set(CommonParams.ROWS, window);
    params.set(CommonParams.FL, key).set("facet", false).set("hl", false);
    params.set(CommonParams.SORT, "score desc, " + key + " asc");
    String handler = String.valueOf(req.getContext().get(CommonParams.PATH));
    try {
      return SubRequest.documents(req.getCore(), handler, params, req.getContext()).stream()
          .map(document -> FieldValue.text(document.getFieldValue(key)))
          .toList();
    } catch (SolrException e) {
      throw new SolrException(
          ErrorCode.getErrorCode(e.code()), "rrf.q=" + query + ": " + e.getMessage(), e);
    }
  }

  /** A query that gives these documents these scores, and finds no others. */
  private static String query(SolrQueryRequest req, Map<String, Double> scores) {
    String key = req.getSchema().getUniqueKeyField().getName();
    if (scores.isEmpty()) {
      return "-*:*";
    }
    StringBuilder query = new StringBuilder("{!lucene q.op=OR}");
    scores.entrySet().stream()
        .sorted(Comparator.comparing(Map.Entry::getKey))
        .forEach(
            entry ->
                query.append(
                    String.format(
                        Locale.ROOT,
                        "%s:%s^=%s ",
                        key,
                        ClientUtils.escapeQueryChars(entry.getKey()),
                        BigDecimal.valueOf(entry.getValue()).toPlainString())));
    return query.toString();
  }

  private static SolrException wrong(String what) {
    return new SolrException(ErrorCode.BAD_REQUEST, what);
  }

  @Override
  public void process(ResponseBuilder rb) {}

  @Override
  public String getDescription() {
    return "Fuses the ranks of several queries";
  }
}
