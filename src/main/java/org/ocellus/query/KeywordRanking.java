package org.ocellus.query;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.jspecify.annotations.Nullable;
import org.ocellus.index.Folding;
import org.ocellus.index.PictureFields;
import org.ocellus.index.StoredPicture;
import org.ocellus.index.StoredPicture.Origin;
import org.ocellus.model.Label;

/** Pictures found by their tags. */
final class KeywordRanking extends WordRanking {
  private final Keyword keyword;
  private final StoredFields stored;

  /** Made once, for a tag spelt nearly so costs an automaton. */
  private final Map<TagExpression.Tag, TagMatch> matches = new HashMap<>();

  KeywordRanking(IndexSearcher searcher, Keyword keyword, @Nullable Query filter, int depth)
      throws IOException {
    super(searcher, TagQueries.of(keyword.tags()), filter, keyword.options(), depth);
    this.keyword = keyword;
    stored = searcher.storedFields();
  }

  @Override
  public Hit.Scale scale() {
    return Hit.Scale.TAGS;
  }

  @Override
  public Reason reason(Ranked hit, int rank) throws IOException {
    Set<String> found = new LinkedHashSet<>();
    add(keyword.tags(), PictureFields.read(stored, hit.doc()), found);
    return Reason.of("keyword", rank, hit.value(), scale(), String.join(", ", found));
  }

  /** Adds the tags of a picture that an expression asks for, as they are written. */
  private void add(TagExpression tags, StoredPicture picture, Set<String> found) {
    switch (tags) {
      case TagExpression.Tag tag -> found.addAll(found(tag, picture));
      case TagExpression.And and -> and.parts().forEach(part -> add(part, picture, found));
      case TagExpression.Or or -> or.parts().forEach(part -> add(part, picture, found));
      case TagExpression.Not ignored -> {}
    }
  }

  private List<String> found(TagExpression.Tag tag, StoredPicture picture) {
    TagMatch match = matches.computeIfAbsent(tag, TagMatch::of);
    List<String> found = new ArrayList<>();
    for (StoredPicture.Keyword keyword : picture.keywords()) {
      boolean said = tag.by() == null || tag.by() == keyword.by();
      if (said && match.test(Folding.fold(keyword.text()))) {
        found.add(keyword.text());
      }
    }
    if (found.isEmpty() && (tag.by() == null || tag.by() == Origin.MODEL)) {
      for (Label label : picture.labels()) {
        if (PredictedQuery.reaches(label.probability(), tag.minProbability())) {
          PictureFields.names(label).stream()
              .filter(name -> match.test(Folding.fold(name)))
              .map(name -> name + ", predicted")
              .forEach(found::add);
        }
      }
    }
    return found;
  }
}
