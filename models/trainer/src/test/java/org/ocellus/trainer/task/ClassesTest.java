package org.ocellus.trainer.task;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.trainer.data.Dataset;
import org.ocellus.trainer.data.ManifestSource;

class ClassesTest {
  @TempDir private Path data;

  @Test
  void aPictureShowsTheClassesThatItsLabelsName() throws IOException {
    Files.writeString(
        data.resolve("pictures.jsonl"),
        """
        {"path": "a.png", "keywords": ["goldfish"]}
        {"path": "b.png", "keywords": ["Crane", "cock"]}
        {"path": "c.png", "keywords": ["unheard of"]}
        """,
        UTF_8);
    ManifestSource source =
        new ManifestSource("all", "", "pictures.jsonl", null, null, null, null, null, null, null);
    Dataset dataset = Dataset.read(List.of(source), data);

    Classes labels = Classes.labelsOf(dataset);
    Classes teacher =
        Classes.ofTeacher(
            List.of("cock", "goldfish, Carassius auratus", "crane", "crane"), dataset);

    assertThat(labels.names()).containsExactly("Crane", "cock", "goldfish", "unheard of");
    assertThat(labels.of(1)).containsExactly(0, 1);
    assertThat(teacher.of(0)).containsExactly(1);
    assertThat(teacher.of(1)).containsExactly(2, 3, 0);
    assertThat(teacher.of(2)).isEmpty();
  }
}
