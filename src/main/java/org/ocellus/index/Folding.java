package org.ocellus.index;

import java.text.Normalizer;
import java.util.Locale;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;

/**
 * The form in which tags are compared: case, diacritics and runs of white space do not count, so
 * that "São Paulo" finds "sao paulo". Unicode NFKC, then Lucene's ASCII folding, then lower case.
 */
public final class Folding {
  private Folding() {}

  /** The folded form of this tag; empty for a blank one. */
  public static String fold(String tag) {
    char[] in = Normalizer.normalize(tag, Normalizer.Form.NFKC).toCharArray();
    // One character may fold to four: ASCIIFoldingFilter's own bound.
    char[] out = new char[in.length * 4];
    int length = ASCIIFoldingFilter.foldToASCII(in, 0, out, 0, in.length);
    return new String(out, 0, length).toLowerCase(Locale.ROOT).strip().replaceAll("\\s+", " ");
  }
}
