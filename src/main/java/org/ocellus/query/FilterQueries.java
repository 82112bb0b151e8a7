package org.ocellus.query;

import java.text.Normalizer;
import java.util.Collection;
import java.util.List;
import org.apache.lucene.document.DoubleField;
import org.apache.lucene.document.IntField;
import org.apache.lucene.document.LatLonPoint;
import org.apache.lucene.document.LongField;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FieldExistsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.jspecify.annotations.Nullable;
import org.ocellus.index.PictureFields;

/** Filters as Lucene queries. */
public final class FilterQueries {
  private FilterQueries() {}

  /** All pictures. In an index that we do not make alone, other documents are none. */
  static Query everyPicture() {
    return new FieldExistsQuery(PictureFields.ID);
  }

  /** One query that passes what all of these pass; null for no filter at all. */
  public static @Nullable Query all(Collection<Filter> filters) {
    return filters.isEmpty() ? null : of(new Filter.All(List.copyOf(filters)));
  }

  private static Query of(Filter filter) {
    return switch (filter) {
      case Keyword keyword -> keyword(keyword);
      case Filter.Label label ->
          TagQueries.of(TagExpression.tag(label.name()).predicted(label.minProbability()));
      case Filter.Folder folder -> folder(trimmed(folder.path()));
      case Filter.Ids ids ->
          new TermInSetQuery(
              PictureFields.ID,
              ids.ids().stream().map(id -> PictureFields.id(id).bytes()).toList());
      case Filter.Range range -> range(range);
      case Filter.Aspect aspect ->
          DoubleField.newRangeQuery(PictureFields.ASPECT, aspect.min(), aspect.max());
      case Filter.Near near ->
          LatLonPoint.newDistanceQuery(
              PictureFields.PLACE,
              near.place().latitude(),
              near.place().longitude(),
              near.kilometres() * 1000);
      case Filter.Box box ->
          LatLonPoint.newBoxQuery(
              PictureFields.PLACE,
              box.southWest().latitude(),
              box.northEast().latitude(),
              box.southWest().longitude(),
              box.northEast().longitude());
      case Filter.Extra extra -> term(PictureFields.EXTRA + extra.name(), extra.value());
      case Filter.ExtraRange range ->
          DoubleField.newRangeQuery(
              PictureFields.EXTRA_NUMBER + range.name(), range.min(), range.max());
      case Filter.ExtraTime time ->
          LongField.newRangeQuery(PictureFields.EXTRA_TIME + time.name(), time.min(), time.max());
      case Filter.Not not ->
          new BooleanQuery.Builder()
              .add(everyPicture(), Occur.FILTER)
              .add(of(not.filter()), Occur.MUST_NOT)
              .build();
      case Filter.All all ->
          all.filters().isEmpty() ? everyPicture() : join(all.filters(), Occur.FILTER);
      case Filter.Any any -> join(any.filters(), Occur.SHOULD);
    };
  }

  private static Query keyword(Keyword keyword) {
    if (!keyword.options().equals(Options.DEFAULT)) {
      throw new IllegalArgumentException(
          "a keyword used as a filter takes no limit, cut-off or filter of its own");
    }
    return TagQueries.of(keyword.tags());
  }

  private static Query folder(String path) {
    return path.isEmpty() ? everyPicture() : term(PictureFields.FOLDER, path);
  }

  private static Query range(Filter.Range range) {
    if (!range.field().equals(PictureFields.WIDTH) && !range.field().equals(PictureFields.HEIGHT)) {
      return LongField.newRangeQuery(range.field(), range.min(), range.max());
    }
    return IntField.newRangeQuery(
        range.field(),
        (int) Math.clamp(range.min(), Integer.MIN_VALUE, Integer.MAX_VALUE),
        (int) Math.clamp(range.max(), Integer.MIN_VALUE, Integer.MAX_VALUE));
  }

  private static Query join(List<Filter> filters, Occur occur) {
    BooleanQuery.Builder joined = new BooleanQuery.Builder();
    filters.forEach(filter -> joined.add(of(filter), occur));
    return joined.build();
  }

  private static Query term(String field, String value) {
    return new TermQuery(new Term(field, value));
  }

  private static String trimmed(String folder) {
    String path = Normalizer.normalize(folder, Normalizer.Form.NFC);
    path = path.startsWith("/") ? path.substring(1) : path;
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }
}
