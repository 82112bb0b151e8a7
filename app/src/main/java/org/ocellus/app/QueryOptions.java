package org.ocellus.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import org.ocellus.app.answer.Question;
import org.ocellus.model.Metric;
import org.ocellus.query.Filter;
import org.ocellus.query.language.QueryLanguage;
import org.ocellus.query.Similar;
import org.ocellus.query.VisualQuery;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** A question, as the options of a command say it. */
final class QueryOptions {
  @Option(
      names = "--keyword",
      arity = "1..*",
      paramLabel = "W",
      description = "Pictures that carry all these tags, given by people or predicted.")
  private List<String> keywords = List.of();

  @Option(
      names = "--text",
      paramLabel = "S",
      description = "Pictures whose caption has words of this sentence.")
  private @Nullable String text;

  @Option(
      names = "--image",
      paramLabel = "F",
      description = "Pictures that look like the one in this file.")
  private @Nullable Path image;

  @Option(
      names = "--like",
      paramLabel = "ID",
      description = "Pictures that look like the indexed one of this id.")
  private @Nullable String like;

  @Option(
      names = "--where",
      paramLabel = "EXPR",
      description = "Only pictures for which these conditions hold, see below.")
  private @Nullable String where;

  @Option(
      names = "--metric",
      description = "For --image and --like: ${COMPLETION-CANDIDATES}. Default: the index's own.")
  private @Nullable Nearness metric;

  @Option(
      names = "--exact",
      description = "For --image and --like: compares with every picture: slower, misses nothing.")
  private boolean exact;

  @Option(names = "--limit", paramLabel = "N", description = "At most so many; 10 unless said.")
  private int limit = 10;

  @Option(
      names = "--min-score",
      paramLabel = "X",
      description =
          "Only hits of at least this score: cosine for looks, BM25 for text, tags for keywords.")
  private @Nullable Double minScore;

  @Option(
      names = "--max-distance",
      paramLabel = "X",
      description = "Only hits of at most this Euclidean distance.")
  private @Nullable Double maxDistance;

  @Option(
      names = "--likely",
      paramLabel = "P",
      arity = "0..1",
      fallbackValue = "0.5",
      description =
          "For --image and --like: only hits that are right with at least this probability, by the"
              + " model's calibration; 0.5 unless said.")
  private @Nullable Double likely;

  /** What {@code --metric} may be. */
  enum Nearness {
    cosine,
    euclidean
  }

  boolean needsModel() {
    return image != null;
  }

  VisualQuery toQuery(CommandLine command) {
    List<VisualQuery> parts = parts(command);
    if (parts.size() > 1 && (minScore != null || maxDistance != null)) {
      throw new ParameterException(
          command,
          "--min-score and --max-distance are for one kind of question: the scores of several"
              + " together are but ranks");
    }
    VisualQuery query =
        parts.size() == 1 ? parts.get(0) : VisualQuery.fused(parts.toArray(VisualQuery[]::new));
    query = query.limit(limit);
    if (where != null) {
      Filter filter = QueryLanguage.parseFilter(where);
      query = query.where(filter);
    }
    if (minScore != null) {
      query = query.minScore(minScore);
    }
    return maxDistance == null ? query : query.maxDistance(maxDistance);
  }

  /** The query as people are shown it. */
  Question toQuestion(VisualQuery query) {
    StringJoiner title = new StringJoiner(", and ");
    if (!keywords.isEmpty()) {
      title.add("tagged “" + String.join("”, “", keywords) + "”");
    }
    if (text != null) {
      title.add("says “" + text + "”");
    }
    if (image != null) {
      title.add("looks like " + image.getFileName());
    }
    if (like != null) {
      title.add("looks like " + like);
    }
    return new Question(
        title.toString(),
        where == null ? "" : "Only where " + where,
        query,
        image == null ? List.of() : List.of(image));
  }

  private List<VisualQuery> parts(CommandLine command) {
    List<VisualQuery> parts = new ArrayList<>();
    if (!keywords.isEmpty()) {
      parts.add(VisualQuery.keyword(keywords.toArray(String[]::new)));
    }
    if (text != null) {
      parts.add(VisualQuery.text(text));
    }
    if (image != null) {
      parts.add(similar(VisualQuery.similarTo(image)));
    }
    if (like != null) {
      parts.add(similar(VisualQuery.similarToId(like)));
    }
    if (parts.isEmpty()) {
      throw new ParameterException(
          command, "Say what to look for: --keyword, --text, --image or --like");
    }
    if (image == null && like == null && (metric != null || exact || likely != null)) {
      throw new ParameterException(
          command,
          "--metric, --exact and --likely are for --image and --like: words have no distance");
    }
    return parts;
  }

  private Similar similar(Similar query) {
    Similar measured = metric == null ? query : query.by(Metric.of(metric.name()));
    Similar sure = likely == null ? measured : measured.likely(likely);
    return exact ? sure.exactly() : sure;
  }
}
