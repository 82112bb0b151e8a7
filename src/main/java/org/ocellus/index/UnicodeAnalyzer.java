package org.ocellus.index;

import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;

/**
 * Words of any language as they are written, by the rules of Unicode (UAX #29), case and diacritics
 * folded: nothing is left out, nothing stemmed. Several values of a field stand apart, so that no
 * phrase spans two of them.
 */
final class UnicodeAnalyzer extends Analyzer {
  /** Wider than any phrase. */
  private static final int GAP = 1000;

  @Override
  protected TokenStreamComponents createComponents(String field) {
    Tokenizer words = new StandardTokenizer();
    return new TokenStreamComponents(words, new ASCIIFoldingFilter(new LowerCaseFilter(words)));
  }

  @Override
  protected TokenStream normalize(String field, TokenStream in) {
    return new ASCIIFoldingFilter(new LowerCaseFilter(in));
  }

  @Override
  public int getPositionIncrementGap(String field) {
    return GAP;
  }
}
