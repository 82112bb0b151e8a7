package org.ocellus.query;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.Query;
import org.ocellus.index.Folding;
import org.ocellus.index.StoredPicture.Origin;

/**
 * Tag expressions as Lucene queries. A tag that is carried scores 1, or its probability where it is
 * but predicted; scores of the tags that are carried add up.
 */
final class TagQueries {
  private TagQueries() {}

  static Query of(TagExpression tags) {
    return switch (tags) {
      case TagExpression.Tag tag -> tag(tag);
      case TagExpression.And and -> all(and.parts());
      case TagExpression.Or or -> {
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        distinct(or.parts()).forEach(part -> any.add(of(part), Occur.SHOULD));
        yield any.build();
      }
      case TagExpression.Not not -> all(List.of(not));
    };
  }

  private static Query all(List<TagExpression> parts) {
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    boolean positive = false;
    for (TagExpression part : distinct(parts)) {
      if (part instanceof TagExpression.Not not) {
        all.add(of(not.part()), Occur.MUST_NOT);
      } else {
        all.add(of(part), Occur.MUST);
        positive = true;
      }
    }
    if (!positive) {
      all.add(FilterQueries.everyPicture(), Occur.FILTER);
    }
    return all.build();
  }

  /** A tag asked for twice counts once, however it is written. */
  private static Collection<TagExpression> distinct(List<TagExpression> parts) {
    Collection<TagExpression> distinct = new LinkedHashSet<>();
    for (TagExpression part : parts) {
      distinct.add(
          part instanceof TagExpression.Tag tag
              ? new TagExpression.Tag(
                  Folding.fold(tag.text()), tag.match(), tag.by(), tag.minProbability())
              : part);
    }
    return distinct;
  }

  private static Query tag(TagExpression.Tag tag) {
    TagMatch match = TagMatch.of(tag);
    List<Query> sources = new ArrayList<>();
    if (tag.by() == null) {
      sources.add(match.query(""));
    } else if (tag.by() != Origin.MODEL) {
      sources.add(match.query("." + tag.by().name().toLowerCase(Locale.ROOT)));
    }
    if (tag.by() == null || tag.by() == Origin.MODEL) {
      sources.add(PredictedQuery.of(tag, match));
    }
    return sources.size() == 1 ? sources.get(0) : new DisjunctionMaxQuery(sources, 0);
  }
}
