package org.ocellus.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.VisualIndex;
import org.ocellus.app.Shell.Result;
import org.ocellus.index.Picture;

/** What {@code facets} counts. */
class FacetsCommandTest {
  @TempDir Path folder;
  private Path index;

  @BeforeEach
  void anIndex() throws Exception {
    index = folder.resolve("index");
    try (VisualIndex pictures = VisualIndex.open(index)) {
      Picture picture = Picture.ofVector("a", new float[] {1, 0});
      pictures.add(
          picture.keywords("Lisbon", "night").taken(Instant.parse("2019-05-01T12:00:00Z")));
      pictures.add(picture.id("b").keywords("lisbon"));
    }
  }

  @Test
  void tagsAreCountedForPeopleAndPrograms() {
    Result table = Shell.run("facets", "--index", index, "--by", "keyword");
    assertThat(table.code()).as(table.err()).isZero();
    assertThat(table.out().lines()).containsExactly("       2  Lisbon", "       1  night");
    Result json = Shell.run("facets", "--index", index, "--by", "year", "--json");
    assertThat(json.json().get(0)).hasToString("{\"value\":\"2019\",\"pictures\":1}");
  }

  @Test
  void conditionsAndTheNumberOfValuesAreKept() {
    Result some =
        Shell.run("facets", "--index", index, "--by", "keyword", "--where", "keyword=night");
    assertThat(some.out().lines()).containsExactly("       1  Lisbon", "       1  night");
    Result first = Shell.run("facets", "--index", index, "--by", "keyword", "--top", 1);
    assertThat(first.out().lines()).hasSize(1);
    assertThat(first.err()).contains("1 of 2 values");
    assertThat(Shell.run("facets", "--index", index, "--by", "folder").err())
        .contains("Nothing to count");
  }

  @Test
  void whatCannotBeCountedIsWrongUse() {
    Result result = Shell.run("facets", "--index", index, "--by", "colour");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("keyword, label, year, folder or extra.NAME");
    assertThat(Shell.run("facets", "--index", index, "--by", "year", "--top", 0).err())
        .contains("top must be >= 1, got 0");
  }
}
