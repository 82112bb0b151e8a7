package org.ocellus.query;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.lucene.search.uhighlight.Passage;
import org.apache.lucene.search.uhighlight.PassageFormatter;
import org.apache.lucene.search.uhighlight.UnifiedHighlighter;
import org.jspecify.annotations.Nullable;
import org.ocellus.index.Languages;
import org.ocellus.index.PictureFields;
import org.ocellus.index.StoredPicture;

/** Finds what a question's texts matched in a caption, by Lucene's unified highlighter. */
final class Highlights {
  private static final int MOST_SENTENCES = 3;

  private static final PassageFormatter SENTENCES =
      new PassageFormatter() {
        @Override
        public Object format(Passage[] passages, String content) {
          return Stream.of(passages).map(passage -> highlight(passage, content)).toList();
        }
      };

  private static final UnifiedHighlighter HIGHLIGHTER =
      UnifiedHighlighter.builderWithoutSearcher(PictureFields.analyzer())
          .withFormatter(SENTENCES)
          .withMaxLength(Integer.MAX_VALUE - 1)
          .withMaxNoHighlightPassages(0)
          .build();

  private Highlights() {}

  /** At most three sentences for each text of the question, in the order of the caption. */
  static List<Highlight> of(VisualQuery query, StoredPicture picture) throws IOException {
    List<Highlight> found = new ArrayList<>();
    switch (query) {
      case Text text -> {
        String caption = picture.caption();
        boolean words = text.by() == Text.By.ALL || text.by() == Text.By.WORDS;
        if (words
            && caption != null
            && TextRanking.hasWords(text)
            && asked(text.language(), picture.captionLanguage())) {
          found.addAll(matched(text, caption));
        }
      }
      case Fused fused -> {
        for (Fused.Part part : fused.parts()) {
          found.addAll(of(part.query(), picture));
        }
      }
      case Keyword ignored -> {}
      case Similar ignored -> {}
      case Browse ignored -> {}
    }
    return found.stream().distinct().toList();
  }

  private static boolean asked(@Nullable String language, @Nullable String captions) {
    return language == null || language.equals(captions == null ? Languages.DEFAULT : captions);
  }

  @SuppressWarnings("unchecked") // What our own formatter returns.
  private static List<Highlight> matched(Text text, String caption) throws IOException {
    Object found =
        HIGHLIGHTER.highlightWithoutSearcher(
            TextRanking.field(text), TextRanking.anyWord(text), caption, MOST_SENTENCES);
    return found == null ? List.of() : (List<Highlight>) found;
  }

  private static Highlight highlight(Passage passage, String content) {
    String sentence = content.substring(passage.getStartOffset(), passage.getEndOffset());
    int shift = passage.getStartOffset() + sentence.length() - sentence.stripLeading().length();
    List<Highlight.Range> matches = new ArrayList<>();
    int end = 0;
    for (int i = 0; i < passage.getNumMatches(); i++) {
      // Pairs of characters in Chinese overlap.
      int from = Math.max(end, passage.getMatchStarts()[i] - shift);
      int to = passage.getMatchEnds()[i] - shift;
      if (to > from) {
        matches.add(new Highlight.Range(from, to));
        end = to;
      }
    }
    return new Highlight(sentence.strip(), matches);
  }
}
