package org.ocellus.solr;

import org.apache.lucene.index.IndexableField;

/** Values of a document that a core answered itself are still Lucene's, those of others are not. */
final class FieldValue {
  private FieldValue() {}

  static String text(Object value) {
    return value instanceof IndexableField field ? field.stringValue() : String.valueOf(value);
  }

  static float number(Object value) {
    return (value instanceof IndexableField field ? field.numericValue() : (Number) value)
        .floatValue();
  }
}
