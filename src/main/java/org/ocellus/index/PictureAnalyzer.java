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

  private static final Analyzer TAGS = new UnicodeAnalyzer();

  private final Analyzer others;

  public PictureAnalyzer() {
    this(TAGS);
  }

  /**
   * @param others the analyser of all fields that are not ours
   */
  public PictureAnalyzer(Analyzer others) {
    super(PER_FIELD_REUSE_STRATEGY);
    this.others = others;
  }

  @Override
  protected Analyzer getWrappedAnalyzer(String field) {
    if (field.startsWith(CAPTION_OF)) {
      return Languages.analyzer(field.substring(CAPTION_OF.length()));
    }
    if (field.equals(PictureFields.CAPTION)) {
      return Languages.analyzer(Languages.DEFAULT);
    }
    return field.equals(PictureFields.KEYWORD_TEXT)
            || field.startsWith(PictureFields.KEYWORD_TEXT + ".")
        ? TAGS
        : others;
  }
}
