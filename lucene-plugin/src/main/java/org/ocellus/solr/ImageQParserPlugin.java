package org.ocellus.solr;

import org.apache.solr.common.params.SolrParams;
import org.apache.solr.request.SolrQueryRequest;
import org.jspecify.annotations.Nullable;
import org.ocellus.model.Model;

/**
 * {@code {!image f=vector topK=10 id=42}} and {@code {!image f=vector v=$picture}}: documents whose
 * pictures look like a document's or like the one sent in base64, by Solr's own {@code knn} query,
 * to which its other parameters are passed on. Several ids, a comma between two, and a picture are
 * asked with together. {@code exact=true} compares with every document. {@code minScore=0.8} is a
 * cosine, {@code maxDistance=3.5} a Euclidean distance; {@code score} is Lucene's, (1 + cosine) / 2
 * or 1 / (1 + distance²). Examples that are documents are not found themselves. Its one argument in
 * {@code solrconfig.xml} is {@code model}, as in {@link CoreModel}.
 */
public final class ImageQParserPlugin extends VectorQParserPlugin {
  static final String NAME = "image";

  @Override
  String vector(
      Model model,
      @Nullable String value,
      SolrParams local,
      String field,
      SolrQueryRequest request) {
    return new ExampleVectors(model).of(value, local, field, request);
  }

  @Override
  boolean isLarge() {
    return true;
  }

  @Override
  int defaultTopK() {
    return 10;
  }
}
