package org.ocellus.solr;

import java.nio.file.Path;
import org.apache.solr.common.params.SolrParams;
import org.apache.solr.common.util.NamedList;
import org.apache.solr.core.SolrCore;
import org.apache.solr.request.SolrQueryRequest;
import org.apache.solr.search.QParser;
import org.apache.solr.search.QParserPlugin;
import org.jspecify.annotations.Nullable;

/**
 * {@code {!image f=vector topK=10 id=42}} and {@code {!image f=vector v=$picture}}: documents whose
 * pictures look like a document's or like the one sent in base64, by Solr's own {@code knn} query,
 * to which its other parameters are passed on. Several ids, a comma between two, and a picture are
 * asked with together. {@code exact=true} compares with every document. {@code minScore=0.8} is a
 * cosine, {@code maxDistance=3.5} a Euclidean distance; {@code score} is Lucene's, (1 + cosine) / 2
 * or 1 / (1 + distance²). Examples that are documents are not found themselves. Its one argument in
 * {@code solrconfig.xml} is {@code model}, a folder; without it the network that lies beside the
 * plugin is used.
 */
public final class ImageQParserPlugin extends QParserPlugin {
  static final String NAME = "image";

  private @Nullable Path folder;
  private @Nullable ExampleVectors examples;

  @Override
  public void init(NamedList<?> args) {
    Object model = args.get("model");
    folder = model == null ? null : Path.of(model.toString());
  }

  /** Opens the network at the first call: Solr tells a query parser of no core before that. */
  synchronized ExampleVectors examples(SolrCore core) {
    if (examples == null) {
      examples = new ExampleVectors(SharedModels.open(core, folder));
    }
    return examples;
  }

  @Override
  public QParser createParser(
      String qstr, SolrParams localParams, SolrParams params, SolrQueryRequest req) {
    return new ImageQParser(qstr, localParams, params, req, examples(req.getCore()));
  }
}
