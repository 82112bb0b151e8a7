package org.ocellus.query.language;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.ocellus.model.Metric;
import org.ocellus.query.Browse;
import org.ocellus.query.Filter;
import org.ocellus.query.Fused;
import org.ocellus.query.Options;
import org.ocellus.query.Similar;
import org.ocellus.query.TagExpression;
import org.ocellus.query.VisualQuery;

/**
 * What stands side by side, and the question it makes: all tags are one part, all examples are one,
 * every other question is one of its own, and several parts are fused. Tags ruled out hold for all
 * parts then.
 */
final class Level {
  private final LineScanner in;
  private final int start;

  /** In the order in which they first appear. */
  private final List<Supplier<Fused.Part>> parts = new ArrayList<>();

  private final List<TagExpression> tags = new ArrayList<>();

  /** The part that all tags are. */
  private final Supplier<Fused.Part> tagged = () -> VisualQuery.keyword(joined(tags)).weight(1);

  /** Tags next to each other: alternatives, each of tags that must all be there. */
  private final List<List<TagExpression>> run = new ArrayList<>();

  /** AND or OR, before the tag that it joins. */
  private @Nullable String joint;

  private final List<Similar.Example> like = new ArrayList<>();
  private final List<Similar.Example> unlike = new ArrayList<>();
  private @Nullable Metric metric;
  private boolean exact;
  private @Nullable Integer efSearch;
  private @Nullable Double likely;
  private Browse.@Nullable Order order;
  private Fused.@Nullable Fusion fusion;

  /** Where something is said of examples, of an order, or of fusion; 0 for nowhere. */
  private int similarColumn;

  private int orderColumn;
  private int fusionColumn;

  private record Option(int column, UnaryOperator<VisualQuery> change) {}

  private final List<Option> options = new ArrayList<>();
  private boolean filtered;
  private final Set<String> said = new HashSet<>();

  Level(LineScanner in) {
    this.in = in;
    this.start = in.column();
  }

  /** A tag, or an expression of tags. */
  void add(TagExpression tag) {
    if (run.isEmpty() && tags.isEmpty()) {
      parts.add(tagged);
    }
    if (run.isEmpty() || "OR".equals(joint)) {
      run.add(new ArrayList<>());
    }
    joint = null;
    run.get(run.size() - 1).add(tag);
  }

  /** AND or OR between tags. */
  void join(int column, String word) {
    if (run.isEmpty() || joint != null) {
      throw in.wrong(column, word + " stands between tags: write tag:" + word + " for the tag");
    }
    joint = word;
  }

  /** An example to look like or unlike. */
  void add(Similar.Example example, boolean away) {
    endRun();
    if (like.isEmpty() && unlike.isEmpty()) {
      parts.add(() -> in.placed(start, this::similar).weight(1));
    }
    (away ? unlike : like).add(example);
  }

  /** A question of its own. */
  void add(Fused.Part part) {
    endRun();
    parts.add(() -> part);
  }

  void where(Filter filter) {
    endRun();
    filtered = true;
    options.add(new Option(in.column(), query -> query.where(filter)));
  }

  void option(String name, int column, UnaryOperator<VisualQuery> change) {
    once(name, column);
    options.add(new Option(column, change));
  }

  void exact(int column) {
    once("exact", column);
    exact = true;
    similarColumn = column;
  }

  void by(int column, Metric value) {
    once("metric", column);
    metric = value;
    similarColumn = column;
  }

  void efSearch(int column, int candidates) {
    once("ef-search", column);
    efSearch = candidates;
    similarColumn = column;
  }

  void likely(int column, double precision) {
    once("likely", column);
    likely = precision;
    similarColumn = column;
  }

  void order(int column, Browse.Order value) {
    once("order", column);
    order = value;
    orderColumn = column;
  }

  void fusedBy(int column, Fused.Fusion rule) {
    once("fusion", column);
    fusion = rule;
    fusionColumn = column;
  }

  private void once(String name, int column) {
    endRun();
    if (!said.add(name)) {
      throw in.wrong(column, name + " is said twice");
    }
  }

  private void endRun() {
    if (joint != null) {
      throw in.wrong(
          "expected a tag after " + joint + ": other questions side by side are fused as they are");
    }
    if (run.size() == 1) {
      tags.addAll(run.get(0));
    } else if (run.size() > 1) {
      tags.add(new TagExpression.Or(run.stream().map(Level::joined).toList()));
    }
    run.clear();
  }

  private static TagExpression joined(List<TagExpression> all) {
    return all.size() == 1 ? all.get(0) : new TagExpression.And(all);
  }

  /** Whether nothing but tags stands here. */
  boolean isTags() {
    endRun();
    return !tags.isEmpty() && parts.size() == 1 && options.isEmpty() && said.isEmpty();
  }

  /** The tags, where nothing else stands here. */
  TagExpression tagsAlone() {
    if (!isTags()) {
      throw in.wrong(start, "expected tags and nothing else");
    }
    return joined(tags);
  }

  /** The question that all of it makes. */
  VisualQuery build() {
    endRun();
    List<Filter> ruledOut = ruledOut();
    VisualQuery query = question();
    if (!options.isEmpty()
        && order == null
        && parts.size() == 1
        && !query.options().equals(Options.DEFAULT)) {
      throw in.wrong(
          options.get(0).column(),
          "say all options of one question inside the parentheses, or all outside");
    }
    for (Option option : options) {
      VisualQuery before = query;
      query = in.placed(option.column(), () -> option.change().apply(before));
    }
    for (Filter filter : ruledOut) {
      query = query.where(filter);
    }
    return query;
  }

  /** Beside other questions, what no picture may carry holds for all of them. */
  private List<Filter> ruledOut() {
    List<Filter> out = new ArrayList<>();
    if (parts.size() > 1) {
      for (TagExpression tag : List.copyOf(tags)) {
        if (tag instanceof TagExpression.Not not) {
          out.add(Filter.not(VisualQuery.keyword(not.part())));
          tags.remove(tag);
        }
      }
      if (tags.isEmpty()) {
        parts.remove(tagged);
      }
    }
    return out;
  }

  private VisualQuery question() {
    if (similarColumn > 0 && like.isEmpty() && unlike.isEmpty()) {
      throw in.wrong(
          similarColumn,
          "exact, metric:, ef-search: and likely: are for like:, image: and vector: beside them");
    }
    if (fusionColumn > 0 && parts.size() < 2) {
      throw in.wrong(fusionColumn, "fusion: needs at least 2 questions side by side");
    }
    if (order != null) {
      return browse(order);
    }
    if (parts.isEmpty()) {
      if (!filtered) {
        throw in.wrong(start, "expected what to look for, such as a tag, text: or like:");
      }
      return VisualQuery.newest();
    }
    List<Fused.Part> all = parts.stream().map(Supplier::get).toList();
    if (all.size() == 1) {
      if (all.get(0).weight() != 1) {
        throw in.wrong(start, "a weight needs another question to weigh against");
      }
      return all.get(0).query();
    }
    Fused.Fusion rule = fusion == null ? Fused.Fusion.RRF : fusion;
    return in.placed(start, () -> new Fused(all, rule, Options.DEFAULT));
  }

  /** Tags narrow what is browsed. */
  private VisualQuery browse(Browse.Order by) {
    if (parts.size() > (tags.isEmpty() ? 0 : 1)) {
      throw in.wrong(
          orderColumn, "order: goes with tags and where: alone, other questions have their order");
    }
    Browse browse = new Browse(by, Options.DEFAULT);
    return tags.isEmpty() ? browse : browse.where(VisualQuery.keyword(joined(tags)));
  }

  private Similar similar() {
    return new Similar(like, unlike, metric, exact, efSearch, likely, Options.DEFAULT);
  }
}
