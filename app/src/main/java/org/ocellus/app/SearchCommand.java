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
      "Finds pictures in an index: by tag, by a sentence, by how they look.",
      "Several kinds together are fused: pictures that several of them rank high come first."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ocellus search --index photos.index 'bridge lisbon -night'",
      "  ocellus search --index photos.index 'text:\"a bridge in the rain\" limit:5'",
      "  ocellus search --index photos.index 'image:query.jpg where:year>=2019'",
      "  ocellus search --index photos.index --like a/bridge.jpg --html found.html",
      "  ocellus search --index photos.index -- '-night order:newest'",
      "",
      "A QUERY holds, side by side:",
      "  tags, all of them: bridge  -night  tag:\"golden gate\"  \"gate bridge\" (a phrase)",
      "    lisb*  lisbonn~  (porto OR lisbon)  person:x  file:x  predicted:x>=0.8",
      "    -night rules pictures out whatever else stands beside it",
      "  sentences: text:\"in the rain\"  text@de:\"im Regen\" (words of captions alone)",
      "    one way alone: text.words:rain  text.captions:rain  text.pictures:rain",
      "  looks: like:ID  -like:ID  image:FILE  image:FILE[0.5,0,0.5,1] (right half)",
      "    metric:euclidean  exact  ef-search:200  likely:0.9",
      "  weights: text:\"rain\"^2  (like:ID min-score:0.6)^0.5  fusion:weighted",
      "  order:newest  order:random(42)",
      "  where:FILTER  limit:20  offset:20  min-score:0.6  max-distance:9",
      "    diversity:0.5  deadline:200ms",
      "",
      "A FILTER is conditions between commas that must all hold; - turns one around:",
      "  keyword=lisbon, keyword(lisb* OR porto), label=cat>=0.8, folder=2019, id=…",
      "  year>=2019, taken<2019-05-01, year=2019..2021, width>=800, bytes<1000000",
      "  aspect>=1.5, aspect=portrait, near(38.69,-9.18,20km),",
      "  box(SOUTH,WEST,NORTH,EAST), or(year=2019,-keyword=night),",
      "  extra.colour=red, extra.price<=10, extra.due>2019-05-01",
      "  quotes for a value with a comma or, after where:, a space: id=\"a, b.jpg\"",
      "",
      "With --json, one object a line, with distance in place of score for",
      "euclidean; where text: matched a caption, with its sentences; --explain adds",
      "\"reasons\":",
      "  {\"rank\":1,\"id\":…,\"path\":…,\"score\":…,\"kind\":…,",
      "   \"highlights\":[{\"text\":…,\"matches\":[{\"start\":0,\"end\":4}]}]}"
    })
final class SearchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private IndexOption in;

  @ArgGroup(validate = false, heading = "%nWhat to look for:%n")
  private QueryOptions query = new QueryOptions();

  @Mixin private ModelOption model;

  @Option(names = "--json", description = "Prints one JSON object a line.")
  private boolean json;

  @Option(
      names = "--explain",
      description = "Says for each hit which part of the question found it, and how well.")
  private boolean explain;

  @Option(
      names = "--html",
      paramLabel = "F",
      description = "Writes a page with the pictures found to this file.")
  private @Nullable Path html;

  @Override
  public Integer call() throws IOException {
    VisualQuery question = query.toQuery(spec.commandLine());
    try (VisualIndex index = open(question)) {
      Hits hits = index.search(question);
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        HitLines.write(hits, QueryOptions.toQuestion(question).kind(), explain, new JsonLines(out));
      } else if (hits.isEmpty()) {
        spec.commandLine().getErr().println("Nothing found.");
      } else {
        HitTable.write(hits, explain, out);
      }
      if (!hits.complete()) {
        spec.commandLine()
            .getErr()
            .println("The deadline came before all pictures were looked at: some may be missing.");
      }
      if (html != null) {
        Answer answer = new Answer(QueryOptions.toQuestion(question), hits);
        new ResultPage("Found in " + in.folder().getFileName(), "", "")
            .write(List.of(answer), html);
      }
      return ExitCode.DONE;
    }
  }

  /** With a network only where there is something for it to look at: it takes its time to load. */
  private VisualIndex open(VisualQuery question) throws IOException {
    VisualIndex words = VisualIndex.openReadOnly(in.folder(), null);
    boolean sentences = QueryOptions.asksSentence(question, words.textSpace().isPresent());
    if (QueryOptions.images(question).isEmpty() && !sentences) {
      return words;
    }
    IndexSettings settings;
    try (words) {
      settings = words.settings();
    }
    return VisualIndex.openReadOnly(
        in.folder(), model.open(settings, Runtime.getRuntime().availableProcessors()));
  }
}
