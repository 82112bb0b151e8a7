package org.ocellus.query;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.jspecify.annotations.Nullable;
import org.ocellus.index.Folding;
import org.ocellus.index.Languages;
import org.ocellus.index.PictureFields;

/** Pictures found by the words of their captions and tags, predicted ones among them. */
final class TextRanking extends WordRanking {
  private final IndexSearcher searcher;
  private final Text text;

  /** Terms asked for, each with the word that it stands for. */
  private final Map<String, String> words;

  TextRanking(IndexSearcher searcher, Text text, @Nullable Query filter, int depth)
      throws IOException {
    super(searcher, query(text), filter, text.options(), depth);
    this.searcher = searcher;
    this.text = text;
    words = words(text);
  }

  /** Whether a sentence has words to search for. */
  static boolean hasWords(Text text) throws IOException {
    return !words(text).isEmpty();
  }

  /**
   * The share of a sentence's words that the index has at all; a word of captions alone counts by
   * the share of captions that people wrote.
   */
  static double known(IndexReader reader, Text text) throws IOException {
    Map<String, String> words = words(text);
    double written = PictureFields.writtenCaptions(reader);
    double known = 0;
    for (Map.Entry<String, String> word : words.entrySet()) {
      double most = 0;
      for (Term term : terms(text, word)) {
        if (reader.docFreq(term) > 0) {
          most = Math.max(most, term.field().equals(field(text)) ? written : 1);
        }
      }
      known += most;
    }
    return known / Math.max(1, words.size());
  }

  /** Captions in the language asked for, or tags, also predicted ones, with any of the words. */
  static Query query(Text text) throws IOException {
    BooleanQuery.Builder query = new BooleanQuery.Builder().add(anyWord(text), Occur.MUST);
    if (Languages.DEFAULT.equals(text.language())) {
      // Its field holds captions of every language.
      Term english = new Term(PictureFields.CAPTION_LANGUAGE, Languages.DEFAULT);
      query.add(new TermQuery(english), Occur.FILTER);
    }
    return query.build();
  }

  /** The field that a question asks. */
  static String field(Text text) {
    return PictureFields.caption(text.language() == null ? Languages.DEFAULT : text.language());
  }

  /**
   * Captions, or tags, with any of the words.
   *
   * @throws IllegalArgumentException if there is none but stop words
   */
  static Query anyWord(Text text) throws IOException {
    Map<String, String> words = words(text);
    if (words.isEmpty()) {
      throw new IllegalArgumentException(
          "the text \""
              + text.sentence()
              + "\" has no word to search for, for all of it is stop words: say what the picture"
              + " shows");
    }
    Set<Term> terms = new LinkedHashSet<>();
    for (Map.Entry<String, String> word : words.entrySet()) {
      terms.addAll(terms(text, word));
    }
    BooleanQuery.Builder any = new BooleanQuery.Builder();
    terms.forEach(term -> any.add(new TermQuery(term), Occur.SHOULD));
    return any.build();
  }

  /** Where a word may be: in captions, and without a language as it is written, folded, in tags. */
  private static Set<Term> terms(Text text, Map.Entry<String, String> word) throws IOException {
    Set<Term> terms = new LinkedHashSet<>();
    terms.add(new Term(field(text), word.getKey()));
    if (text.language() != null) {
      return terms;
    }
    String written = Folding.fold(word.getValue());
    try (TokenStream tokens =
        PictureFields.analyzer().tokenStream(PictureFields.KEYWORD_TEXT, written)) {
      CharTermAttribute term = tokens.addAttribute(CharTermAttribute.class);
      tokens.reset();
      while (tokens.incrementToken()) {
        terms.add(new Term(PictureFields.KEYWORD_TEXT, term.toString()));
        terms.add(new Term(PictureFields.LABEL_TEXT, term.toString()));
      }
      tokens.end();
    }
    return terms;
  }

  private static Map<String, String> words(Text text) throws IOException {
    Map<String, String> words = new LinkedHashMap<>();
    String sentence = text.sentence();
    try (TokenStream tokens = PictureFields.analyzer().tokenStream(field(text), sentence)) {
      CharTermAttribute term = tokens.addAttribute(CharTermAttribute.class);
      OffsetAttribute offsets = tokens.addAttribute(OffsetAttribute.class);
      tokens.reset();
      // Lucene's own bound on the clauses of a query.
      while (tokens.incrementToken() && words.size() < IndexSearcher.getMaxClauseCount() / 4) {
        words.putIfAbsent(
            term.toString(), sentence.substring(offsets.startOffset(), offsets.endOffset()));
      }
      tokens.end();
    }
    return words;
  }

  @Override
  public Hit.Scale scale() {
    return Hit.Scale.BM25;
  }

  @Override
  public Reason reason(Ranked hit, int rank) throws IOException {
    List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
    LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(hit.doc(), leaves));
    Map<String, String> matched = new LinkedHashMap<>(words);
    int doc = hit.doc() - leaf.docBase;
    for (Map.Entry<String, String> word : words.entrySet()) {
      boolean found = false;
      for (Term term : terms(text, word)) {
        found |= has(leaf, doc, term);
      }
      if (!found) {
        matched.remove(word.getKey());
      }
    }
    String all = matched.values().stream().distinct().collect(Collectors.joining(", "));
    return Reason.of("text", rank, hit.value(), scale(), all);
  }

  private static boolean has(LeafReaderContext leaf, int doc, Term term) throws IOException {
    PostingsEnum postings = leaf.reader().postings(term, PostingsEnum.NONE);
    return postings != null && postings.advance(doc) == doc;
  }
}
