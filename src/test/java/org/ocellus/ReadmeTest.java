package org.ocellus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.query.VisualQuery;
import org.ocellus.query.language.QueryLanguage;

/** The README's example is compiled and run as it stands there. */
class ReadmeTest {
  private static final String PROGRAM =
      """
      import static org.ocellus.query.VisualQuery.*;
      import java.nio.file.Path;
      import org.ocellus.VisualIndex;
      import org.ocellus.index.Picture;
      import org.ocellus.ingest.Ingest;
      import org.ocellus.model.Model;
      import org.ocellus.query.Hits;

      public class Example {
        public static void main(String[] args) throws Exception {
      %s
        }
      }
      """;

  @TempDir Path folder;

  @Test
  void theExampleCompilesAndFindsItsPictures() throws Exception {
    Drawing.plain(folder.resolve("bridge.png"), 200, 60, 40);
    Files.move(folder.resolve("bridge.png"), folder.resolve("bridge.jpg"));
    Files.copy(folder.resolve("bridge.jpg"), folder.resolve("query.jpg"));
    Drawing.plain(folder.resolve("photos/sea.png"), 20, 60, 200);

    assertThat(PageExample.run("README.md", PROGRAM, folder)).contains("1 bridge.jpg", "sea.png");
  }

  @Test
  void everyQuestionOfItsTableIsParsedAndPrintedBack() throws IOException {
    List<String> questions =
        Files.readString(Path.of("../README.md"))
            .split("\\| you type \\|", 2)[1]
            .lines()
            .skip(2)
            .takeWhile(line -> line.startsWith("|"))
            .flatMap(line -> Pattern.compile("`([^`]+)`").matcher(line.split("\\|")[1]).results())
            .map(code -> code.group(1))
            .toList();
    assertThat(questions).hasSizeGreaterThan(10);
    for (String question : questions) {
      VisualQuery parsed = QueryLanguage.parse(question);
      assertThat(QueryLanguage.parse(QueryLanguage.print(parsed))).as(question).isEqualTo(parsed);
    }
  }
}
