package org.ocellus.query;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.facet.StringDocValuesReaderState;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.IndexReader;

/**
 * The numbers that the values of a field have in all segments together. To make them, all values
 * are looked at: they are kept as long as the view that they are of. Safe for use by any number of
 * threads.
 */
final class FacetOrdinals {
  private final Map<IndexReader.CacheKey, Map<String, StringDocValuesReaderState>> kept =
      new ConcurrentHashMap<>();

  StringDocValuesReaderState of(IndexReader reader, String field) throws IOException {
    IndexReader.CacheHelper view = reader.getReaderCacheHelper();
    // Anybody may ask for a field that is not there: such names must not gather.
    if (view == null || FieldInfos.getMergedFieldInfos(reader).fieldInfo(field) == null) {
      return new StringDocValuesReaderState(reader, field);
    }
    Map<String, StringDocValuesReaderState> fields =
        kept.computeIfAbsent(
            view.getKey(),
            key -> {
              view.addClosedListener(kept::remove);
              return new ConcurrentHashMap<>();
            });
    StringDocValuesReaderState known = fields.get(field);
    if (known == null) {
      known = new StringDocValuesReaderState(reader, field);
      fields.put(field, known);
    }
    return known;
  }

  /** How many views it holds something of. */
  int views() {
    return kept.size();
  }
}
