package org.ocellus.index;

import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.DelegatingAnalyzerWrapper;

/**
 * How the texts of our fields, and questions to them, become terms: captions by their language,
 * tags word by word. An {@code IndexWriter} that we did not make uses it for the fields that {@link
 * PictureFields} names. Safe for use by any number of threads.
 */
public final class PictureAnalyzer extends DelegatingAnalyzerWrapper {
  private static final String CAPTION_OF = PictureFields.CAPTION + ".";

  private final Analyzer tags = new UnicodeAnalyzer();

  public PictureAnalyzer() {
    super(PER_FIELD_REUSE_STRATEGY);
  }

  @Override
  protected Analyzer getWrappedAnalyzer(String field) {
    if (field.startsWith(CAPTION_OF)) {
      return Languages.analyzer(field.substring(CAPTION_OF.length()));
    }
    return field.equals(PictureFields.CAPTION) ? Languages.analyzer(Languages.DEFAULT) : tags;
  }
}
