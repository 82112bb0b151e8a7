package org.ocellus.query;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;
import org.apache.lucene.document.FeatureField;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.jspecify.annotations.Nullable;
import org.ocellus.index.Folding;
import org.ocellus.index.PictureFields;

/** Pictures found by words: of their tags, or of their captions. */
final class WordRanking implements Ranking {
  private final IndexSearcher searcher;
  private final String kind;
  private final Hit.Scale scale;
  private final Query query;
  private final double least;
  private final List<Ranked> ranked;

  /** What was asked for, as the asker wrote it, and the terms that stand for it. */
  private final Map<String, List<Term>> words;

  private WordRanking(
      IndexSearcher searcher,
      String kind,
      Hit.Scale scale,
      Map<String, List<Term>> words,
      Query query,
      @Nullable Query filter,
      Options options,
      int depth)
      throws IOException {
    this.searcher = searcher;
    this.kind = kind;
    this.scale = scale;
    this.words = words;
    this.query =
        filter == null
            ? query
            : new BooleanQuery.Builder().add(query, Occur.MUST).add(filter, Occur.FILTER).build();
    this.least = options.minScore() == null ? Double.NEGATIVE_INFINITY : options.minScore();
    ranked =
        Ranking.best(searcher, this.query, depth, hit -> hit.score).stream()
            .filter(hit -> hit.value() >= least)
            .toList();
  }

  static WordRanking of(IndexSearcher searcher, Keyword keyword, @Nullable Query filter, int depth)
      throws IOException {
    Map<String, List<Term>> words = new LinkedHashMap<>();
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    Set<String> asked = new HashSet<>();
    for (String tag : keyword.exact()) {
      String folded = Folding.fold(tag);
      if (!asked.add(folded)) {
        continue;
      }
      Term term = new Term(PictureFields.KEYWORD, folded);
      words.put(tag, List.of(term, new Term(PictureFields.LABEL, folded)));
      all.add(
          new DisjunctionMaxQuery(
              List.of(
                  new ConstantScoreQuery(new TermQuery(term)),
                  FeatureField.newLinearQuery(PictureFields.LABEL, folded, 1)),
              0),
          Occur.MUST);
    }
    return new WordRanking(
        searcher, "keyword", Hit.Scale.TAGS, words, all.build(), filter, keyword.options(), depth);
  }

  static WordRanking of(IndexSearcher searcher, Text text, @Nullable Query filter, int depth)
      throws IOException {
    Map<String, List<Term>> words = new LinkedHashMap<>();
    BooleanQuery.Builder any = new BooleanQuery.Builder();
    for (Map.Entry<String, String> stem : stems(text.sentence()).entrySet()) {
      Term term = new Term(PictureFields.CAPTION, stem.getKey());
      words.put(stem.getValue(), List.of(term));
      any.add(new TermQuery(term), Occur.SHOULD);
    }
    if (words.isEmpty()) {
      throw new IllegalArgumentException(
          "the text \""
              + text.sentence()
              + "\" has no word to search for, for all of it is stop words: say what the picture"
              + " shows");
    }
    return new WordRanking(
        searcher, "text", Hit.Scale.BM25, words, any.build(), filter, text.options(), depth);
  }

  /** The stems of a sentence, each with the first word that has it. */
  private static Map<String, String> stems(String sentence) throws IOException {
    Map<String, String> stems = new LinkedHashMap<>();
    try (TokenStream tokens =
        PictureFields.captionAnalyzer().tokenStream(PictureFields.CAPTION, sentence)) {
      CharTermAttribute stem = tokens.addAttribute(CharTermAttribute.class);
      OffsetAttribute offsets = tokens.addAttribute(OffsetAttribute.class);
      tokens.reset();
      // Lucene's own bound on the clauses of a query.
      while (tokens.incrementToken() && stems.size() < IndexSearcher.getMaxClauseCount()) {
        stems.putIfAbsent(
            stem.toString(), sentence.substring(offsets.startOffset(), offsets.endOffset()));
      }
      tokens.end();
    }
    return stems;
  }

  @Override
  public Hit.Scale scale() {
    return scale;
  }

  @Override
  public List<Ranked> ranked() {
    return ranked;
  }

  @Override
  public Map<Integer, Double> values(Collection<Integer> docs) throws IOException {
    Map<Integer, Double> values = Ranking.values(searcher, query, docs, hit -> hit.score);
    values.values().removeIf(value -> value < least);
    return values;
  }

  @Override
  public Reason reason(Ranked hit, int rank) throws IOException {
    List<String> matched = new ArrayList<>();
    for (Map.Entry<String, List<Term>> word : words.entrySet()) {
      for (Term term : word.getValue()) {
        if (has(hit.doc(), term)) {
          boolean predicted = term.field().equals(PictureFields.LABEL);
          matched.add(predicted ? word.getKey() + ", predicted" : word.getKey());
          break;
        }
      }
    }
    return Reason.of(kind, rank, hit.value(), scale(), String.join(", ", matched));
  }

  private boolean has(int doc, Term term) throws IOException {
    List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
    LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(doc, leaves));
    PostingsEnum postings = leaf.reader().postings(term, PostingsEnum.NONE);
    return postings != null && postings.advance(doc - leaf.docBase) == doc - leaf.docBase;
  }
}
