package org.ocellus.solr;

import java.io.IOException;
import java.util.List;
import org.apache.solr.common.SolrException;
import org.apache.solr.common.SolrException.ErrorCode;
import org.apache.solr.common.params.SolrParams;
import org.apache.solr.request.SolrQueryRequest;
import org.jspecify.annotations.Nullable;
import org.ocellus.model.Model;
import org.ocellus.model.TextEncoder;

/**
 * {@code {!imagetext f=text_vector topK=100 v='a dog on the beach'}}: documents whose pictures show
 * what a sentence says, whether anybody described them or not. Its parameters are those of {@link
 * ImageQParserPlugin} but for {@code id}; a sentence does not begin with a bracket.
 */
public final class ImageTextQParserPlugin extends VectorQParserPlugin {
  static final String NAME = "imagetext";

  @Override
  String vector(
      Model model,
      @Nullable String value,
      SolrParams local,
      String field,
      SolrQueryRequest request) {
    VectorQParser.vectorField(request, field);
    if (local.get(VectorQParser.ID) != null) {
      throw wrong("{!imagetext} takes a sentence, not an id: ask {!image} for a document's like");
    }
    if (value == null || value.isBlank()) {
      throw wrong("{!imagetext} needs a sentence: v='a dog on the beach'");
    }
    if (!model.alignsPicturesWithText()) {
      throw wrong("model " + model.name() + " gives pictures no place among sentences");
    }
    try {
      TextEncoder encoder = model.textEncoder();
      new CollectionFingerprint(request.getCore(), field)
          .check(encoder.fingerprint(), model.name());
      return VectorQParser.text(encoder.embed(List.of(value)).get(0));
    } catch (IOException e) {
      throw new SolrException(ErrorCode.SERVER_ERROR, e.getMessage(), e);
    }
  }

  @Override
  boolean isLarge() {
    return false;
  }

  /** Sentences lie apart from pictures, where a search among few candidates goes astray. */
  @Override
  int defaultTopK() {
    return 100;
  }

  private static SolrException wrong(String what) {
    return new SolrException(ErrorCode.BAD_REQUEST, what);
  }
}
