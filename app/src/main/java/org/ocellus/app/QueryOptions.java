package org.ocellus.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ocellus.app.answer.Question;
import org.ocellus.query.Browse;
import org.ocellus.query.Filter;
import org.ocellus.query.Fused;
import org.ocellus.query.Keyword;
import org.ocellus.query.Similar;
import org.ocellus.query.Text;
import org.ocellus.query.VisualQuery;
import org.ocellus.query.language.QueryLanguage;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** A question: a line, or options that say the same without quotes for whatever value. */
final class QueryOptions {
  @Parameters(
      arity = "0..*",
      paramLabel = "[QUERY]",
      hideParamSyntax = true,
      description = "A line in the query language, see below; quote it for the shell.")
  private List<String> line = List.of();

  @Option(
      names = "--keyword",
      arity = "1..*",
      paramLabel = "W",
      description = "Instead of a line: pictures that carry all these tags.")
  private List<String> keywords = List.of();

  @Option(
      names = "--text",
      paramLabel = "S",
      description = "Pictures that this sentence describes, by words and by what they show.")
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
      paramLabel = "FILTER",
      description = "Only pictures for which these conditions hold, as after where: in a line.")
  private @Nullable String where;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most so many; 10 unless this or the line says otherwise.")
  private @Nullable Integer limit;

  VisualQuery toQuery(CommandLine command) {
    VisualQuery query = asked(command);
    if (where != null) {
      Filter filter = QueryLanguage.parseFilter(where);
      query = query.where(filter);
    }
    return limit == null ? query : query.limit(limit);
  }

  private VisualQuery asked(CommandLine command) {
    List<VisualQuery> parts = parts();
    if (line.isEmpty()) {
      return switch (parts.size()) {
        case 0 ->
            throw new ParameterException(
                command, "Say what to look for: a QUERY, or --keyword, --text, --image or --like");
        case 1 -> parts.get(0);
        default -> VisualQuery.fused(parts.toArray(VisualQuery[]::new));
      };
    }
    if (!parts.isEmpty()) {
      throw new ParameterException(
          command,
          "A QUERY says all of it: say --keyword, --text, --image and --like there as tags, text:,"
              + " image: and like:");
    }
    if (line.size() > 1) {
      throw new ParameterException(
          command,
          "A QUERY is one argument: quote it for the shell, '%s'"
              .formatted(String.join(" ", line)));
    }
    return QueryLanguage.parse(line.get(0));
  }

  private List<VisualQuery> parts() {
    List<VisualQuery> parts = new ArrayList<>();
    if (!keywords.isEmpty()) {
      parts.add(VisualQuery.keyword(keywords.toArray(String[]::new)));
    }
    if (text != null) {
      parts.add(VisualQuery.text(text));
    }
    if (image != null) {
      parts.add(VisualQuery.similarTo(image));
    }
    if (like != null) {
      parts.add(VisualQuery.similarToId(like));
    }
    return parts;
  }

  /** The query as people are shown it. */
  static Question toQuestion(VisualQuery query) {
    return new Question("What was found", "", query, images(query));
  }

  /** The picture files that a query asks with. */
  static List<Path> images(VisualQuery query) {
    List<Path> images = new ArrayList<>();
    switch (query) {
      case Similar similar -> {
        add(similar.like(), images);
        add(similar.unlike(), images);
      }
      case Fused fused -> fused.parts().forEach(part -> images.addAll(images(part.query())));
      case Keyword ignored -> {}
      case Text ignored -> {}
      case Browse ignored -> {}
    }
    return images;
  }

  /**
   * Whether a query has a sentence that is compared with more than words.
   *
   * @param usual whether it is where the query does not say by what
   */
  static boolean asksSentence(VisualQuery query, boolean usual) {
    return switch (query) {
      case Text text ->
          switch (text.by()) {
            case WORDS -> false;
            case ALL -> usual && text.language() == null;
            case CAPTIONS, PICTURES -> true;
          };
      case Fused fused ->
          fused.parts().stream().anyMatch(part -> asksSentence(part.query(), usual));
      case Keyword ignored -> false;
      case Similar ignored -> false;
      case Browse ignored -> false;
    };
  }

  private static void add(List<Similar.Example> examples, List<Path> images) {
    for (Similar.Example example : examples) {
      if (example instanceof Similar.File file) {
        images.add(file.path());
      }
    }
  }
}
