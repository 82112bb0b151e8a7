package org.ocellus.query;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.AutomatonQuery;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.automaton.Automaton;
import org.apache.lucene.util.automaton.CharacterRunAutomaton;
import org.apache.lucene.util.automaton.LevenshteinAutomata;
import org.ocellus.index.Folding;
import org.ocellus.index.PictureFields;

/** One tag of a question, compared with tags in their folded form. */
sealed interface TagMatch {

  /** Whether a folded tag is meant. */
  boolean test(String folded);

  /**
   * Documents with such a tag, each of score 1.
   *
   * @param origin what the fields' names end with: {@code .person}; empty for all
   */
  Query query(String origin);

  static TagMatch of(TagExpression.Tag tag) {
    String folded = Folding.fold(tag.text());
    return switch (tag.match()) {
      case EXACT -> new Exact(folded);
      case PREFIX -> new Prefix(folded);
      case FUZZY -> new Fuzzy(folded);
      case PHRASE -> new Phrase(tag.text());
    };
  }

  private static Term term(String origin, String folded) {
    return new Term(PictureFields.KEYWORD + origin, folded);
  }

  /** The whole tag. */
  record Exact(String asked) implements TagMatch {
    @Override
    public boolean test(String folded) {
      return folded.equals(asked);
    }

    @Override
    public Query query(String origin) {
      return new ConstantScoreQuery(new TermQuery(term(origin, asked)));
    }
  }

  /** A tag that begins so. */
  record Prefix(String asked) implements TagMatch {
    @Override
    public boolean test(String folded) {
      return folded.startsWith(asked);
    }

    @Override
    public Query query(String origin) {
      return new ConstantScoreQuery(new PrefixQuery(term(origin, asked)));
    }
  }

  /** A tag spelt nearly so. */
  final class Fuzzy implements TagMatch {
    private final String asked;
    private final Automaton near;
    private final CharacterRunAutomaton run;

    Fuzzy(String asked) {
      this.asked = asked;
      near = new LevenshteinAutomata(asked, true).toAutomaton(edits(asked));
      run = new CharacterRunAutomaton(near);
    }

    private static int edits(String asked) {
      int letters = asked.codePointCount(0, asked.length());
      return letters < 3 ? 0 : letters < 6 ? 1 : 2;
    }

    @Override
    public boolean test(String folded) {
      return run.run(folded);
    }

    @Override
    public Query query(String origin) {
      return new ConstantScoreQuery(new AutomatonQuery(term(origin, asked), near));
    }
  }

  /** A tag with these words in this order, next to each other. */
  final class Phrase implements TagMatch {
    private final List<String> asked;

    Phrase(String phrase) {
      asked = words(Folding.fold(phrase));
      if (asked.isEmpty()) {
        throw new IllegalArgumentException(
            "the phrase \"" + phrase + "\" has no word: ask for the whole tag instead");
      }
    }

    @Override
    public boolean test(String folded) {
      return Collections.indexOfSubList(words(folded), asked) >= 0;
    }

    @Override
    public Query query(String origin) {
      String field = PictureFields.KEYWORD_TEXT + origin;
      return new ConstantScoreQuery(new PhraseQuery(field, asked.toArray(String[]::new)));
    }

    private static List<String> words(String folded) {
      List<String> words = new ArrayList<>();
      try (TokenStream tokens =
          PictureFields.analyzer().tokenStream(PictureFields.KEYWORD_TEXT, folded)) {
        CharTermAttribute word = tokens.addAttribute(CharTermAttribute.class);
        tokens.reset();
        while (tokens.incrementToken()) {
          words.add(word.toString());
        }
        tokens.end();
      } catch (IOException e) {
        throw new UncheckedIOException("a text in memory cannot be read", e);
      }
      return words;
    }
  }
}
