package org.ocellus.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.ocellus.VisualIndex;
import org.ocellus.app.answer.JsonLines;
import org.ocellus.query.Facet;
import org.ocellus.query.Facets;
import org.ocellus.query.VisualQuery;
import org.ocellus.query.language.QueryLanguage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ocellus facets}. */
@Command(
    name = "facets",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = "Counts the pictures of an index by what they have.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ocellus facets --index photos.index --by keyword",
      "  ocellus facets --index photos.index --by year --where \"keyword=lisbon\"",
      "",
      "With --json, one object a line: {\"value\":…,\"pictures\":…}"
    })
final class FacetsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private IndexOption in;

  @Option(
      names = "--by",
      required = true,
      paramLabel = "F",
      description = "keyword, label, year, folder, or extra.NAME for a manifest's own field.")
  private String by;

  @Option(
      names = "--where",
      paramLabel = "EXPR",
      description = "Only pictures for which these conditions hold, as for search.")
  private @Nullable String where;

  @Option(names = "--top", paramLabel = "N", description = "At most so many; 20 unless said.")
  private int top = 20;

  @Option(names = "--json", description = "Prints one JSON object a line.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    Facet facet = new Facet(by);
    VisualQuery among = VisualQuery.newest();
    if (where != null) {
      among = among.where(QueryLanguage.parseFilter(where));
    }
    PrintWriter out = spec.commandLine().getOut();
    try (VisualIndex index = VisualIndex.openReadOnly(in.folder(), null)) {
      Facets facets = index.facets(among, facet, top);
      for (Facets.Count count : facets.counts()) {
        if (json) {
          new JsonLines(out).write("value", count.value(), "pictures", count.pictures());
        } else {
          out.printf("%8d  %s%n", count.pictures(), count.value());
        }
      }
      PrintWriter err = spec.commandLine().getErr();
      if (facets.values() == 0) {
        err.println("Nothing to count.");
      } else if (facets.values() > facets.counts().size() && !json) {
        err.printf("%d of %d values: --top shows more.%n", facets.counts().size(), facets.values());
      }
    }
    return ExitCode.DONE;
  }
}
