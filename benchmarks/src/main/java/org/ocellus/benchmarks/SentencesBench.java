package org.ocellus.benchmarks;

import static org.ocellus.query.VisualQuery.text;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.apache.lucene.util.IOUtils;
import org.jspecify.annotations.Nullable;
import org.ocellus.VisualIndex;
import org.ocellus.ingest.Ingest;
import org.ocellus.model.ImageCaptioner;
import org.ocellus.model.Model;
import org.ocellus.query.Fused;
import org.ocellus.query.Fused.Fusion;
import org.ocellus.query.Options;
import org.ocellus.query.Text.By;
import org.ocellus.query.VisualQuery;
import org.ocellus.trainer.data.CaptionedPicture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** How well sentences find photographs, by each way alone and fused. */
@Command(
    name = "sentences",
    description = {
      "Asks an index of photographs for each of them with a sentence that a person wrote about it:"
          + " once where the index knows another sentence about each, once where it knows none,"
          + " and, with a captioner, once where it knows the captioner's.",
      "R@k is the share of sentences whose photograph is among the first k."
    },
    mixinStandardHelpOptions = true)
final class SentencesBench implements Callable<Integer> {
  private static final int DEEPEST = 10;
  private static final double[] WEIGHTS = {0.25, 0.5, 1};

  @Parameters(
      paramLabel = "CAPTIONS",
      description = "a manifest, one photograph a line with its captions and split")
  private Path captions = Path.of("");

  @Option(names = "--split", description = "${DEFAULT-VALUE} unless said", defaultValue = "test")
  private String split = "";

  @Option(names = "--model", description = "a model folder; the shipped one unless said")
  private @Nullable Path folder;

  @Option(names = "--captioner", description = "a captioner's folder; none unless said")
  private @Nullable Path captioner;

  @Option(
      names = "--questions",
      description = "sentences asked of each photograph, at most; ${DEFAULT-VALUE} unless said",
      defaultValue = "4")
  private int questions;

  @Option(
      names = "--tune",
      description = "Also tries other weights of the ways, to choose those that are shipped.")
  private boolean tune;

  @Override
  public Integer call() throws IOException {
    System.out.println(BenchCommand.machine());
    List<CaptionedPicture> pictures = CaptionedPicture.read(captions, split);
    measure("one sentence of a person about each", pictures, true, null);
    measure("no sentence", pictures, false, null);
    if (captioner != null) {
      try (ImageCaptioner network = ImageCaptioner.open(captioner)) {
        measure("the captioner's sentence about each", pictures, false, network);
      }
    }
    return 0;
  }

  private void measure(
      String index,
      List<CaptionedPicture> pictures,
      boolean captioned,
      @Nullable ImageCaptioner network)
      throws IOException {
    Path place = Files.createTempDirectory("ocellus-sentences");
    try (VisualIndex made = VisualIndex.open(place.resolve("index"), model())) {
      Path manifest = Files.write(place.resolve("pictures.jsonl"), lines(pictures, captioned));
      made.ingest(Ingest.ofManifest(manifest).captioner(network), progress -> {});
      System.out.printf("%nthe index knows %s of %,d photographs%n%n", index, pictures.size());
      System.out.printf("| | R@1 | R@5 | R@10 |%n|---|---|---|---|%n");
      List<Question> asked = questions(pictures, captioned ? 1 : 0);
      for (By by : new By[] {By.WORDS, By.CAPTIONS, By.PICTURES, By.ALL}) {
        row(by.id(), made, asked, sentence -> text(sentence).by(by));
      }
      if (tune) {
        tune(made, asked);
      }
    } finally {
      IOUtils.rm(place);
    }
  }

  private Model model() throws IOException {
    return folder == null ? Model.bundled() : Model.open(folder);
  }

  private static List<String> lines(List<CaptionedPicture> pictures, boolean captioned) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < pictures.size(); i++) {
      CaptionedPicture picture = pictures.get(i);
      ObjectNode line = new ObjectMapper().createObjectNode();
      line.put("path", picture.file().toAbsolutePath().toString()).put("id", Integer.toString(i));
      if (captioned) {
        line.put("caption", picture.captions().get(0));
      }
      lines.add(line.toString());
    }
    return lines;
  }

  /** A sentence, and the picture that it was written about. */
  private record Question(String sentence, String id) {}

  private List<Question> questions(List<CaptionedPicture> pictures, int from) {
    List<Question> asked = new ArrayList<>();
    for (int i = 0; i < pictures.size(); i++) {
      String id = Integer.toString(i);
      pictures.get(i).captions().stream()
          .skip(from)
          .limit(questions)
          .forEach(sentence -> asked.add(new Question(sentence, id)));
    }
    return asked;
  }

  private static void row(
      String name, VisualIndex index, List<Question> asked, Function<String, VisualQuery> query)
      throws IOException {
    int[] found = new int[DEEPEST];
    for (Question question : asked) {
      int place =
          index
              .search(query.apply(question.sentence()).limit(DEEPEST))
              .ids()
              .indexOf(question.id());
      for (int k = Math.max(place, 0); place >= 0 && k < DEEPEST; k++) {
        found[k]++;
      }
    }
    double all = asked.size();
    System.out.printf(
        Locale.ROOT,
        "| %s | %.3f | %.3f | %.3f |%n",
        name,
        found[0] / all,
        found[4] / all,
        found[9] / all);
  }

  private static void tune(VisualIndex index, List<Question> asked) throws IOException {
    for (Fusion fusion : Fusion.values()) {
      for (double words : WEIGHTS) {
        for (double pictures : WEIGHTS) {
          row(
              String.format(
                  Locale.ROOT,
                  "%s, words %.2f, captions 1, pictures %.2f",
                  fusion,
                  words,
                  pictures),
              index,
              asked,
              sentence ->
                  new Fused(
                      List.of(
                          text(sentence).by(By.WORDS).weight(words),
                          text(sentence).by(By.CAPTIONS).weight(1),
                          text(sentence).by(By.PICTURES).weight(pictures)),
                      fusion,
                      Options.DEFAULT));
        }
      }
    }
  }
}
