package org.ocellus.surviving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ocellus.query.VisualQuery.keyword;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.VisualIndex;
import org.ocellus.index.IndexException;
import org.ocellus.index.IndexException.Reason;
import org.ocellus.index.Picture;

class TwoProcessesTest {
  @TempDir Path folder;

  @Test
  void aSecondWriterIsRefusedByNameWhileReadersGoOn() throws Exception {
    Path path = folder.resolve("index");
    VisualIndex.open(path).close();
    Process other =
        ChildJvm.of(WriteOnRequest.class, ChildJvm.SHORT_LIVED, path.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader said = other.inputReader();
        VisualIndex reader = VisualIndex.openReadOnly(path, null)) {
      assertThat(said.readLine()).isEqualTo("open");
      assertLocked(path);

      Writer told = other.outputWriter();
      ask(told, said, "a");
      assertThat(reader.search(keyword("x")).isEmpty()).isTrue();
      reader.refresh();
      assertThat(reader.search(keyword("x")).ids()).containsExactly("a");
      ask(told, said, "b");
      assertLocked(path);
      reader.refresh();
      assertThat(reader.search(keyword("x")).ids()).containsExactly("a", "b");

      told.close();
      assertThat(other.waitFor()).isZero();
    } finally {
      other.destroyForcibly().waitFor();
    }
    try (VisualIndex index = VisualIndex.open(path)) {
      index.add(Picture.ofVector("c", new float[] {0, 1}).keywords("x"));
      index.commit();
      assertThat(index.search(keyword("x")).ids()).containsExactly("a", "b", "c");
    }
  }

  private static void ask(Writer told, BufferedReader said, String id) throws IOException {
    told.write(id + "\n");
    told.flush();
    assertThat(said.readLine()).isEqualTo(id);
  }

  private static void assertLocked(Path path) {
    assertThatThrownBy(() -> VisualIndex.open(path).close())
        .isInstanceOfSatisfying(
            IndexException.class, e -> assertThat(e.reason()).isEqualTo(Reason.LOCKED))
        .hasMessageContainingAll(path.toString(), "another process", "read-only");
  }
}
