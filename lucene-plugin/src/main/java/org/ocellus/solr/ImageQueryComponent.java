package org.ocellus.solr;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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
import org.apache.solr.search.SyntaxError;
import org.jspecify.annotations.Nullable;

/**
 * On the node that a request reaches, puts a vector in the place of each example of {@code q} and
 * {@code fq}, so that a picture is decoded, a sentence read or a document looked up once and not on
 * every shard. Stands among the {@code first-components}.
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
    Set<String> pictures = new HashSet<>();
    boolean changed = false;
    for (String name : asked(params)) {
      String[] queries = params.getParams(name);
      List<String> resolved = new ArrayList<>();
      for (String query : queries == null ? new String[0] : queries) {
        String now = resolved(query, params, req, pictures);
        changed |= !now.equals(query);
        resolved.add(now);
      }
      if (queries != null) {
        params.set(name, resolved.toArray(String[]::new));
      }
    }
    if (changed) {
      drop(pictures, params);
      req.setParams(params);
    }
  }

  /** The parameters whose local parameters Solr heeds: {@code q} only as its own language. */
  private static List<String> asked(SolrParams params) {
    String language = params.get(QueryParsing.DEFTYPE, QParserPlugin.DEFAULT_QTYPE);
    return language.equals(QParserPlugin.DEFAULT_QTYPE)
        ? List.of(CommonParams.Q, CommonParams.FQ)
        : List.of(CommonParams.FQ);
  }

  /** The query with a vector for its example, which is put among the parameters. */
  private static String resolved(
      String query, ModifiableSolrParams params, SolrQueryRequest req, Set<String> pictures) {
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
    if (!(plugin instanceof VectorQParserPlugin parser) || local.get("f") == null) {
      return query;
    }
    String value = value(query, end, local);
    if (VectorQParser.isVector(value)) {
      if (local.get(VectorQParser.ID) != null) {
        throw new SolrException(
            ErrorCode.BAD_REQUEST,
            "{!image} takes a vector or ids, not both: send a picture instead");
      }
      return query;
    }
    String vector = parser.vector(value, local, String.valueOf(local.get("f")), req);
    int number = 0;
    while (params.get(VECTOR + number) != null) {
      number++;
    }
    params.set(VECTOR + number, vector);
    if (value != null && parser.isLarge()) {
      pictures.add(value);
    }
    return rewritten(local, VECTOR + number);
  }

  /** Takes away the parameters that hold pictures, unless one is still spoken of. */
  private static void drop(Set<String> pictures, ModifiableSolrParams params) {
    for (String name : List.copyOf(params.getParameterNames())) {
      String[] values = params.getParams(name);
      if (values != null && values.length == 1 && pictures.contains(values[0])) {
        params.remove(name);
        if (isSpokenOf(name, params)) {
          params.set(name, values);
        }
      }
    }
  }

  private static boolean isSpokenOf(String name, SolrParams params) {
    Pattern reference = Pattern.compile("\\$" + Pattern.quote(name) + "\\b");
    return params.stream()
        .flatMap(parameter -> Stream.of(parameter.getValue()))
        .anyMatch(value -> reference.matcher(value).find());
  }

  private static String rewritten(ModifiableSolrParams local, String vector) {
    StringBuilder query = new StringBuilder(QueryParsing.LOCALPARAM_START);
    for (Map.Entry<String, String[]> parameter : local) {
      String name = parameter.getKey();
      if (name.equals(QueryParsing.V) || name.startsWith("__")) {
        continue;
      }
      // Those that refer to a parameter that is not there are null.
      for (String each : nonNull(parameter.getValue())) {
        query.append(name).append("='");
        query.append(each.replace("\\", "\\\\").replace("'", "\\'")).append("' ");
      }
    }
    return query.append("v=$").append(vector).append(QueryParsing.LOCALPARAM_END).toString();
  }

  private static List<String> nonNull(String @Nullable [] values) {
    return values == null ? List.of() : Stream.of(values).filter(Objects::nonNull).toList();
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
    return "Puts vectors in the place of pictures and sentences before shards are asked";
  }
}
