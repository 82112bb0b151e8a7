package org.ocellus.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.ocellus.VisualIndex;
import org.ocellus.app.answer.Answer;
import org.ocellus.app.answer.HitLines;
import org.ocellus.app.answer.HitTable;
import org.ocellus.app.answer.JsonLines;
import org.ocellus.app.answer.QueryText;
import org.ocellus.app.answer.ResultPage;
import org.ocellus.index.IndexSettings;
import org.ocellus.query.Hits;
import org.ocellus.query.VisualQuery;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ocellus search}. */
@Command(
    name = "search",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Finds pictures in an index: by keyword, by the words of their caption, by how they look.",
      "Several kinds together are fused: pictures that several of them rank high come first."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ocellus search --index photos.index --keyword lisbon bridge",
      "  ocellus search --index photos.index --text \"a bridge in the rain\" --limit 5",
      "  ocellus search --index photos.index --image query.jpg --where \"year>=2019\"",
      "  ocellus search --index photos.index --like a/bridge.jpg --html found.html",
      "",
      "--where takes conditions between commas that must all hold; - turns one around:",
      "  keyword=lisbon, label=cat, folder=2019/summer, id=…, extra.colour=red",
      "  year>=2019, taken<2019-05-01, width>=800, bytes<1000000, extra.price<=10",
      "  near(38.69,-9.18,20km), box(SOUTH,WEST,NORTH,EAST), -keyword=night",
      "  quotes for a value with a comma: keyword=\"salt, pepper\"",
      "",
      "With --json, one object a line, with distance in place of score for euclidean:",
      "  {\"rank\":1,\"id\":…,\"path\":…,\"score\":…,\"kind\":…}"
    })
final class SearchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--index",
      required = true,
      paramLabel = "IDX",
      description = "Folder of the index.")
  private Path folder;

  @ArgGroup(validate = false, heading = "%nWhat to look for:%n")
  private QueryOptions query = new QueryOptions();

  @Mixin private ModelOption model;

  @Option(names = "--json", description = "Prints one JSON object a line.")
  private boolean json;

  @Option(
      names = "--html",
      paramLabel = "F",
      description = "Writes a page with the pictures found to this file.")
  private @Nullable Path html;

  @Override
  public Integer call() throws IOException {
    VisualQuery question = query.toQuery(spec.commandLine());
    try (VisualIndex index = open()) {
      Hits hits = index.search(question);
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        HitLines.write(hits, QueryText.kind(question), new JsonLines(out));
      } else if (hits.isEmpty()) {
        spec.commandLine().getErr().println("Nothing found.");
      } else {
        HitTable.write(hits, out);
      }
      if (html != null) {
        Answer answer = new Answer(query.toQuestion(question), hits);
        new ResultPage("Found in " + folder.getFileName(), "", "").write(List.of(answer), html);
      }
      return ExitCode.DONE;
    }
  }

  /** With a network only where there is a picture to look at: it takes its time to load. */
  private VisualIndex open() throws IOException {
    VisualIndex words = VisualIndex.openReadOnly(folder, null);
    if (!query.needsModel()) {
      return words;
    }
    IndexSettings settings;
    try (words) {
      settings = words.settings();
    }
    return VisualIndex.openReadOnly(
        folder, model.open(settings, Runtime.getRuntime().availableProcessors()));
  }
}
