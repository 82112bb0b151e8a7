package org.ocellus.solr;

import org.apache.solr.common.SolrException;
import org.apache.solr.common.params.SolrParams;
import org.apache.solr.common.util.NamedList;
import org.apache.solr.core.SolrCore;
import org.apache.solr.request.SolrQueryRequest;
import org.apache.solr.search.QParser;
import org.apache.solr.search.QParserPlugin;
import org.jspecify.annotations.Nullable;
import org.ocellus.model.Model;

/** Questions that a network turns into a vector, whose nearest are then looked for. */
abstract class VectorQParserPlugin extends QParserPlugin {
  private @Nullable Object configuredModel;
  private @Nullable CoreModel model;

  @Override
  public void init(NamedList<?> args) {
    configuredModel = args.get("model");
  }

  /**
   * The vector that a question stands for.
   *
   * @param value what is asked with
   * @param local the question's parameters
   * @return a vector as Solr writes them
   * @throws SolrException of code 400 if there is nothing to ask with, or nothing to ask
   */
  abstract String vector(
      Model model,
      @Nullable String value,
      SolrParams local,
      String field,
      SolrQueryRequest request);

  /** Whether what is asked with is worth keeping from the shards. */
  abstract boolean isLarge();

  /** How many nearest are looked for on each shard, unless said. */
  abstract int defaultTopK();

  /** The same, by the network that this is configured with. */
  final String vector(
      @Nullable String value, SolrParams local, String field, SolrQueryRequest request) {
    return vector(model(request.getCore()), value, local, field, request);
  }

  /** Opens the network at the first call: Solr tells a query parser of no core before that. */
  private synchronized Model model(SolrCore core) {
    if (model == null) {
      model = new CoreModel(core, configuredModel);
    }
    return model.get();
  }

  @Override
  public final QParser createParser(
      String qstr, SolrParams localParams, SolrParams params, SolrQueryRequest req) {
    return new VectorQParser(qstr, localParams, params, req, this);
  }
}
