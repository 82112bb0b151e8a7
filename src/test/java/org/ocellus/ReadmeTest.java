package org.ocellus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    Path source = Files.writeString(folder.resolve("Example.java"), PROGRAM.formatted(example()));
    int compiled =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-cp", classPath(), source.toString());
    assertThat(compiled).isZero();

    Path output = folder.resolve("output.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath() + java.io.File.pathSeparator + folder,
                "Example")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(output).content().contains("1 bridge.jpg", "sea.png");
    assertThat(process.exitValue()).isZero();
  }

  private static String example() throws IOException {
    String readme = Files.readString(Path.of("../README.md"));
    Matcher block = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(readme);
    assertThat(block.find()).isTrue();
    return block.group(1);
  }

  private static String classPath() {
    return System.getProperty("java.class.path");
  }
}
