package org.ocellus.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.ocellus.VisualIndex;
import org.ocellus.app.answer.Answer;
import org.ocellus.app.answer.HitTable;
import org.ocellus.app.answer.Question;
import org.ocellus.app.answer.ResultPage;
import org.ocellus.app.demo.CacheFolder;
import org.ocellus.app.demo.DemoSource;
import org.ocellus.ingest.IngestReport;
import org.ocellus.model.Model;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ocellus demo}. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Shows what Ocellus does: indexes a gallery, asks it questions of all kinds, prints the"
          + " answers and writes a page that shows them with their pictures.",
      "Without DIR, the gallery is 1,871 emoji of an npm package, which npm fetches once. With DIR,"
          + " it is your own pictures, and the questions are made of what is found there.",
      "The index is kept and used again by the next run."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  ocellus demo", "  ocellus demo ~/Pictures --page my-pictures.html"})
final class DemoCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "DIR",
      description = "A folder of your own pictures.")
  private @Nullable Path folder;

  @Mixin private ModelOption model;

  @Option(
      names = "--page",
      paramLabel = "F",
      defaultValue = "demo.html",
      description = "The page to write; ${DEFAULT-VALUE} unless said.")
  private Path page;

  @Option(
      names = "--cache",
      paramLabel = "FOLDER",
      description = "Where gallery and index are kept; ~/.cache/ocellus unless said.")
  private Path cache = CacheFolder.get();

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    DemoSource source = folder == null ? DemoSource.emoji(cache) : DemoSource.folder(folder, cache);
    source.prepare(err::println);
    Model network = model.open(null, 1);
    Path indexFolder = source.index(network.fingerprint());
    IngestReport report =
        new Indexing(indexFolder, new StorageOption(), err)
            .run(source.ingest(), settings -> network, captioning -> null);
    new FailureReport(spec.commandLine(), false).write(report.failures());
    out.println(
        report.added() + report.updated() + report.moved() == 0 && report.unchanged() > 0
            ? String.format(
                Locale.ROOT, "The index of an earlier run is used again: %s", indexFolder)
            : new IngestSummary(report).counts());
    if (report.interrupted()) {
      err.println("Stopped. What was done is kept: the same command again goes on from there.");
      return ExitCode.STOPPED;
    }
    if (report.added() + report.updated() + report.moved() + report.unchanged() == 0) {
      throw new NoSuchFileException(
          String.valueOf(folder), null, "holds no picture that can be read: name another folder");
    }
    try (VisualIndex index = VisualIndex.openReadOnly(indexFolder, model.open())) {
      List<Answer> answers = new ArrayList<>();
      for (Question question : source.questions().of(index)) {
        Answer answer = new Answer(question, index.search(question.query()));
        answers.add(answer);
        out.println();
        out.println(question.title());
        HitTable.write(answer.hits(), false, out);
      }
      new ResultPage(source.title(), source.intro(index.statistics().pictures()), source.credit())
          .write(answers, page);
    }
    out.println();
    out.println("The answers with their pictures: " + page.toAbsolutePath().normalize());
    return report.failures().isEmpty() ? ExitCode.DONE : ExitCode.DONE_WITH_FAILURES;
  }
}
