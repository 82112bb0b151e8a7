package org.ocellus.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.ocellus.VisualIndex;
import org.ocellus.app.answer.JsonLines;
import org.ocellus.duplicates.DuplicateGroup;
import org.ocellus.duplicates.Duplicates;
import org.ocellus.query.language.QueryLanguage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ocellus duplicates}. */
@Command(
    name = "duplicates",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Finds pictures that an index has several times: copies that were scaled, recompressed,"
          + " slightly cropped or brightened. Each group begins with the one to keep: the most"
          + " pixels, then the most bytes, then the oldest file. Nothing is deleted."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ocellus duplicates --index photos.index",
      "  ocellus duplicates --index photos.index --where \"folder=2019\" --json",
      "",
      "With --json, one group a line; a number is null where the index does not know it:",
      "  {\"best\":…,\"copies\":[{\"id\":…,\"cosine\":…,\"bits\":…}]}"
    })
final class DuplicatesCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private IndexOption in;

  @Option(
      names = "--where",
      paramLabel = "EXPR",
      description = "Only among pictures for which these conditions hold, as for search.")
  private @Nullable String where;

  @Option(names = "--json", description = "Prints one JSON object a line.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    Duplicates all = Duplicates.all();
    Duplicates wanted = where == null ? all : all.where(QueryLanguage.parseFilter(where));
    try (VisualIndex index = VisualIndex.openReadOnly(in.folder(), null)) {
      List<DuplicateGroup> groups = find(index, wanted);
      PrintWriter out = spec.commandLine().getOut();
      JsonLines lines = new JsonLines(out);
      for (DuplicateGroup group : groups) {
        if (json) {
          lines.write("best", group.best(), "copies", copies(group));
        } else {
          out.println(group.best());
          group.copies().forEach(copy -> out.println("  " + copy.id() + "  " + how(copy)));
        }
      }
      if (!json) {
        spec.commandLine()
            .getErr()
            .printf(
                Locale.ROOT,
                "%,d groups with %,d copies among %,d pictures.%n",
                groups.size(),
                groups.stream().mapToInt(group -> group.copies().size()).sum(),
                index.statistics().pictures());
      }
      return ExitCode.DONE;
    }
  }

  private List<DuplicateGroup> find(VisualIndex index, Duplicates wanted) throws IOException {
    try (Stopping stopping = Stopping.byInterrupt();
        ProgressDisplay display = new ProgressDisplay(spec.commandLine().getErr(), "Comparing")) {
      return index.duplicates(wanted, display);
    }
  }

  private static List<Map<String, Object>> copies(DuplicateGroup group) {
    List<Map<String, Object>> copies = new ArrayList<>();
    for (DuplicateGroup.Copy copy : group.copies()) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("id", copy.id());
      object.put("cosine", copy.cosine());
      object.put("bits", copy.bits());
      copies.add(object);
    }
    return copies;
  }

  private static String how(DuplicateGroup.Copy copy) {
    String bits = copy.bits() == null ? "" : copy.bits() + " bits differ";
    String cosine =
        copy.cosine() == null ? "" : String.format(Locale.ROOT, "cosine %.3f", copy.cosine());
    return bits + (bits.isEmpty() || cosine.isEmpty() ? "" : ", ") + cosine;
  }
}
