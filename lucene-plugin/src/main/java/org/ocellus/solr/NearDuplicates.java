package org.ocellus.solr;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.solr.common.SolrDocument;
import org.apache.solr.common.params.CommonParams;
import org.apache.solr.common.params.ModifiableSolrParams;
import org.apache.solr.common.util.SimpleOrderedMap;
import org.apache.solr.request.SolrQueryRequest;
import org.apache.solr.search.QParserPlugin;
import org.apache.solr.search.QueryParsing;
import org.jspecify.annotations.Nullable;
import org.ocellus.duplicates.CopyRule;
import org.ocellus.image.PerceptualHash;

/**
 * The copies of a document's picture in its collection, by the library's {@link CopyRule} over
 * vectors and perceptual hashes: of the nearest few, those that are copies.
 *
 * @param vector the field of vectors, measured by cosine
 * @param hash the field of perceptual hashes
 */
record NearDuplicates(String vector, String hash) {
  private static final CopyRule RULE = CopyRule.DEFAULT;

  /**
   * Those copies, the nearest first: of each its id, the cosine, and in how many bits the hashes
   * differ, if both have one that says something.
   *
   * @param rows of so many nearest
   */
  List<Map<String, Object>> of(String id, int rows, SolrQueryRequest req) {
    String key = req.getSchema().getUniqueKeyField().getName();
    ModifiableSolrParams params = new ModifiableSolrParams();
    params.set("id", id).set(CommonParams.FL, hash);
    Long own = null;
    for (SolrDocument document : ask("/get", params, req)) {
      own = hash(document);
    }
    params = new ModifiableSolrParams();
    // A comma would make two ids of it.
    params.set("copied", id.replace("\\", "\\\\").replace(",", "\\,"));
    params.set(
        CommonParams.Q,
        "{!image f=%s topK=%d minScore=%s id=$copied}".formatted(vector, rows, RULE.cosine()));
    // What the handler has as defaults is not asked here.
    params.set(QueryParsing.DEFTYPE, QParserPlugin.DEFAULT_QTYPE).set(CommonParams.START, 0);
    params.set(CommonParams.SORT, "score desc, " + key + " asc").set("group", false);
    params.set(CommonParams.ROWS, rows).set(CommonParams.FL, key, "score", hash);
    List<Map<String, Object>> copies = new ArrayList<>();
    for (SolrDocument document : ask("/select", params, req)) {
      double cosine = 2 * FieldValue.number(document.getFieldValue("score")) - 1;
      Long other = hash(document);
      int bits = own == null || other == null ? -1 : PerceptualHash.distance(own, other);
      if (RULE.isCopy(bits, cosine)) {
        SimpleOrderedMap<Object> copy = new SimpleOrderedMap<>();
        copy.add(key, FieldValue.text(document.getFieldValue(key)));
        copy.add("cosine", cosine);
        if (bits >= 0) {
          copy.add("bits", bits);
        }
        copies.add(copy.asShallowMap());
      }
    }
    return copies;
  }

  private static List<SolrDocument> ask(
      String handler, ModifiableSolrParams params, SolrQueryRequest req) {
    ExampleVectors.passOnRouting(req.getParams(), params);
    return SubRequest.documents(req.getCore(), handler, params, Map.of());
  }

  /** Null where there is none, or that of a picture of one colour, which says nothing. */
  private @Nullable Long hash(SolrDocument document) {
    Object value = document.getFieldValue(hash);
    if (value == null) {
      return null;
    }
    long bits = Long.parseLong(FieldValue.text(value));
    return bits == 0 ? null : bits;
  }
}
