package org.ocellus.solr;

import java.util.ArrayList;
import java.util.List;
import org.apache.solr.common.SolrException;
import org.apache.solr.common.SolrException.ErrorCode;
import org.apache.solr.common.params.CommonParams;
import org.apache.solr.common.params.ModifiableSolrParams;
import org.apache.solr.handler.component.ResponseBuilder;
import org.apache.solr.handler.component.SearchComponent;
import org.apache.solr.request.SolrQueryRequest;
import org.apache.solr.search.QParserPlugin;
import org.apache.solr.search.QueryParsing;
import org.apache.solr.search.SyntaxError;
import org.jspecify.annotations.Nullable;

/**
 * On the node that a request reaches, puts a vector in the place of each example of {@code q} and
 * {@code fq}, so that a picture is decoded, or a document looked up, once and not on every shard.
 * Stands among the {@code first-components}.
 */
public final class ImageQueryComponent extends SearchComponent {
  private static final String VECTOR = "ocellus.vector.";

  @Override
  public void prepare(ResponseBuilder rb) {
    SolrQueryRequest req = rb.req;
    if (req.getParams().getBool("isShard", false)) {
      return;
    }
    ModifiableSolrParams params = new ModifiableSolrParams(req.getParams());
    boolean changed = false;
    for (String name : List.of(CommonParams.Q, CommonParams.FQ)) {
      String[] queries = params.getParams(name);
      List<String> resolved = new ArrayList<>();
      for (String query : queries == null ? new String[0] : queries) {
        String now = resolved(query, params, req);
        changed |= !now.equals(query);
        resolved.add(now);
      }
      if (queries != null) {
        params.set(name, resolved.toArray(String[]::new));
      }
    }
    if (changed) {
      req.setParams(params);
    }
  }

  /** The query with a vector for its example, which is put among the parameters. */
  private static String resolved(String query, ModifiableSolrParams params, SolrQueryRequest req) {
    if (!query.startsWith(QueryParsing.LOCALPARAM_START)) {
      return query;
    }
    ModifiableSolrParams local = new ModifiableSolrParams();
    int end;
    try {
      end = QueryParsing.parseLocalParams(query, 0, local, params);
    } catch (SyntaxError e) {
      throw new SolrException(ErrorCode.BAD_REQUEST, e.getMessage(), e);
    }
    QParserPlugin plugin = req.getCore().getQueryPlugin(String.valueOf(local.get("type")));
    if (!(plugin instanceof ImageQParserPlugin images) || local.get("f") == null) {
      return query;
    }
    String value = value(query, end, local);
    if (value != null && ExampleVectors.isVector(value)) {
      return query;
    }
    String vector =
        images.examples(req.getCore()).of(value, local, String.valueOf(local.get("f")), req);
    String parameter = VECTOR + Integer.toHexString(query.hashCode());
    params.set(parameter, vector);
    local.remove(QueryParsing.V);
    StringBuilder rewritten = new StringBuilder(QueryParsing.LOCALPARAM_START);
    local
        .getParameterNamesIterator()
        .forEachRemaining(
            name -> {
              if (!name.startsWith("__")) {
                rewritten.append(name).append("='");
                rewritten.append(local.get(name).replace("\\", "\\\\").replace("'", "\\'"));
                rewritten.append("' ");
              }
            });
    return rewritten.append("v=$").append(parameter).append(QueryParsing.LOCALPARAM_END).toString();
  }

  private static @Nullable String value(String query, int end, ModifiableSolrParams local) {
    String explicit = local.get(QueryParsing.V);
    if (explicit != null) {
      return explicit;
    }
    String rest = query.substring(end);
    return rest.isBlank() ? null : rest;
  }

  @Override
  public void process(ResponseBuilder rb) {}

  @Override
  public String getDescription() {
    return "Puts vectors in the place of example pictures before shards are asked";
  }
}
