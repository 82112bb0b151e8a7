package org.ocellus.query;

import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;
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
  private final String field;
  private final boolean anyLanguage;

  /** Terms asked for, each with the word that it stands for. */
  private final Map<String, String> words;

  TextRanking(IndexSearcher searcher, Text text, @Nullable Query filter, int depth)
      throws IOException {
    super(searcher, query(text), filter, text.options(), depth);
    this.searcher = searcher;
    field = field(text);
    anyLanguage = text.language() == null;
    words = words(text);
  }

  /** Whether a sentence has words to search for. */
  static boolean hasWords(Text text) throws IOException {
    return !words(text).isEmpty();
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
    BooleanQuery.Builder any = new BooleanQuery.Builder();
    for (Map.Entry<String, String> word : words.entrySet()) {
      any.add(new TermQuery(new Term(field(text), word.getKey())), Occur.SHOULD);
    }
    if (text.language() == null) {
      for (Term tag : tags(words.values())) {
        any.add(new TermQuery(tag), Occur.SHOULD);
      }
    }
    return any.build();
  }

  /** The words of tags that these words may be: as they are written, folded. */
  private static Set<Term> tags(Collection<String> words) throws IOException {
    Set<Term> tags = new LinkedHashSet<>();
    for (String word : words) {
      try (TokenStream tokens =
          PictureFields.analyzer().tokenStream(PictureFields.KEYWORD_TEXT, Folding.fold(word))) {
        CharTermAttribute term = tokens.addAttribute(CharTermAttribute.class);
        tokens.reset();
        while (tokens.incrementToken()) {
          tags.add(new Term(PictureFields.KEYWORD_TEXT, term.toString()));
          tags.add(new Term(PictureFields.LABEL_TEXT, term.toString()));
        }
        tokens.end();
      }
    }
    return tags;
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
      boolean found = has(leaf, doc, new Term(field, word.getKey()));
      for (Term tag : anyLanguage ? tags(List.of(word.getValue())) : Set.<Term>of()) {
        found |= has(leaf, doc, tag);
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
