package org.ocellus.query;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.lucene.facet.FacetResult;
import org.apache.lucene.facet.FacetsCollector;
import org.apache.lucene.facet.FacetsCollectorManager;
import org.apache.lucene.facet.LabelAndValue;
import org.apache.lucene.facet.LongValueFacetCounts;
import org.apache.lucene.facet.StringValueFacetCounts;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;
import org.ocellus.index.Folding;
import org.ocellus.index.PictureFields;
import org.ocellus.index.StoredPicture;
import org.ocellus.model.Label;

/** Counts pictures by what they have. */
final class FacetCounting {
  private final IndexSearcher searcher;
  private final Facet by;
  private final FacetOrdinals ordinals;

  FacetCounting(IndexSearcher searcher, Facet by, FacetOrdinals ordinals) {
    this.searcher = searcher;
    this.by = by;
    this.ordinals = ordinals;
  }

  /** The values that most of the pictures a question finds have. */
  Facets count(VisualQuery among, int top, Deadline deadline) throws IOException {
    FacetsCollector found = searcher.search(all(among), new FacetsCollectorManager());
    @Nullable FacetResult result =
        by.equals(Facet.YEAR)
            ? new LongValueFacetCounts(by.name(), new TakenYear(), found)
                .getTopChildren(top, by.name())
            : new StringValueFacetCounts(ordinals.of(searcher.getIndexReader(), by.name()), found)
                .getTopChildren(top, by.name());
    List<Facets.Count> counts = new ArrayList<>();
    if (result != null) {
      for (LabelAndValue each : result.labelValues) {
        counts.add(new Facets.Count(written(each.label), each.value.longValue()));
      }
    }
    return new Facets(counts, result == null ? 0 : result.childCount, !deadline.passed());
  }

  /** All that a question finds. */
  private static Query all(VisualQuery among) throws IOException {
    Options options = among.options();
    if (options.minScore() != null || options.maxDistance() != null) {
      throw new IllegalArgumentException("pictures are counted without cut-offs: use where");
    }
    Query query =
        switch (among) {
          case Browse ignored -> FilterQueries.everyPicture();
          case Keyword keyword -> TagQueries.of(keyword.tags());
          case Text text -> {
            if (text.by() == Text.By.CAPTIONS || text.by() == Text.By.PICTURES) {
              throw everyPicture("text." + text.by().id());
            }
            yield TextRanking.query(text);
          }
          case Similar ignored -> throw everyPicture("similarity");
          case Fused ignored -> throw everyPicture("fused");
        };
    BooleanQuery.Builder filtered = new BooleanQuery.Builder().add(query, Occur.FILTER);
    Query filter = FilterQueries.all(options.filters());
    return filter == null ? filtered.build() : filtered.add(filter, Occur.FILTER).build();
  }

  private static IllegalArgumentException everyPicture(String kind) {
    return new IllegalArgumentException(
        "a %s query ranks pictures rather than choosing some: count among newest() with filters, or a keyword or text query"
            .formatted(kind));
  }

  /** A folded value as the first picture that has it writes it. */
  private String written(String value) throws IOException {
    if (!by.equals(Facet.KEYWORD) && !by.equals(Facet.LABEL)) {
      return value;
    }
    for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
      PostingsEnum postings = leaf.reader().postings(new Term(by.name(), value), PostingsEnum.NONE);
      Bits live = leaf.reader().getLiveDocs();
      while (postings != null && postings.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
        if (live == null || live.get(postings.docID())) {
          StoredPicture picture =
              PictureFields.read(searcher.storedFields(), leaf.docBase + postings.docID());
          // A class may be found by part of its name too.
          List<String> same =
              names(picture).filter(name -> Folding.fold(name).equals(value)).toList();
          if (!same.isEmpty()) {
            return same.get(0);
          }
        }
      }
    }
    return value;
  }

  private Stream<String> names(StoredPicture picture) {
    return by.equals(Facet.KEYWORD)
        ? picture.keywords().stream().map(StoredPicture.Keyword::text)
        : picture.labels().stream().map(Label::name);
  }
}
