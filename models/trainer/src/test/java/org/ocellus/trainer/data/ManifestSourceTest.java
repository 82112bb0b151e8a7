package org.ocellus.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestSourceTest {
  @TempDir private Path data;

  @Test
  void itGivesItsSplitAloneAndItsFrequentKeywords() throws IOException {
    write(
        "m.jsonl",
        """
        {"path":"a.png","keywords":["cat","grey"],"split":"train","title":"ignored"}
        {"path":"b.png","keywords":["cat","cat"],"split":"train"}
        {"path":"c.png","keywords":["cat","dog"],"split":"test"}
        {"path":"d.png","keywords":["dog"],"split":"train"}
        """);

    assertThat(read(labels("m.jsonl", null, 2))).containsExactly("a.png: cat", "b.png: cat");
    assertThat(read(labels("m.jsonl", "test", 1))).containsExactly("c.png: cat + dog");
  }

  @Test
  void aFileWithoutSplitsIsReadWhole() throws IOException {
    write("m.jsonl", "{\"path\":\"a.png\",\"keywords\":[\"cat\"]}\n");

    assertThat(read(labels("m.jsonl", null, 1))).containsExactly("a.png: cat");
  }

  @Test
  void oneLabelIsAsGoodAsKeywordsButANumberIsNoLabel() throws IOException {
    write(
        "m.jsonl",
        """
        {"path":"a.png","label":"cat; grey"}
        {"path":"b.png","keywords":["dog"],"label":"cat"}
        {"path":"c.png","keywords":["dog"],"label":3}
        """);

    assertThat(read(labels("m.jsonl", null, 1)))
        .containsExactly("a.png: cat; grey", "b.png: dog", "c.png: dog");
  }

  @Test
  void aSplitThatOneLineLacksIsNamed() throws IOException {
    write(
        "m.jsonl",
        """
        {"path":"a.png","keywords":["cat"],"split":"test"}
        {"path":"b.png","keywords":["cat"]}
        """);

    assertThatThrownBy(() -> labels("m.jsonl", null, 1).read(data))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("m.jsonl line 2: it has no 'split'");
  }

  @Test
  void csvHasAHeaderAndKeywordsBetweenSemicolons() throws IOException {
    write(
        "m.csv",
        """
        path,keywords,split,note
        a.png,cat; grey,train,"one, two"

        "b, c.png",cat,train,
        d.png,dog,test,
        """);

    assertThat(read(labels("m.csv", null, 1)))
        .containsExactly("a.png: cat + grey", "b, c.png: cat");
  }

  @Test
  void csvMayBeginWithAByteOrderMark() throws IOException {
    write("m.csv", "\uFEFFpath,keywords\na.png,cat\n");

    assertThat(read(labels("m.csv", null, 1))).containsExactly("a.png: cat");
  }

  @Test
  void aSplitWithoutPicturesIsNamed() throws IOException {
    write("m.jsonl", "{\"path\":\"a.png\",\"keywords\":[\"cat\"],\"split\":\"test\"}\n");

    assertThatThrownBy(() -> labels("m.jsonl", null, 1).read(data))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("has no picture of split \"train\" with a keyword");
  }

  @Test
  void picturesCarryTheNumbersOfTheirTargets() throws IOException {
    write("m.csv", "path,age,weight\na.png,3,12.5\nb.png,-1e2,0\n");
    write("m.jsonl", "{\"path\":\"a.png\",\"age\":3,\"weight\":\"12.5\"}\n");

    assertThat(targets("m.csv").read(data))
        .extracting(Example::values)
        .containsExactly(List.of(3.0, 12.5), List.of(-100.0, 0.0));
    assertThat(targets("m.jsonl").read(data))
        .extracting(Example::values)
        .containsExactly(List.of(3.0, 12.5));
  }

  @Test
  void aTargetThatIsMissingOrNoNumberIsNamedByItsLine() throws IOException {
    write("m.csv", "path,age,weight\na.png,3,12.5\nb.png,old,0\n");
    assertThatThrownBy(() -> targets("m.csv").read(data))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("m.csv line 3: its 'age' is \"old\", not a number");

    write("m.csv", "path,age\na.png,3\n");
    assertThatThrownBy(() -> targets("m.csv").read(data))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("m.csv line 2: its 'weight' is missing");

    write("m.jsonl", "{\"path\":\"a.png\",\"age\":3,\"weight\":\"NaN\"}\n");
    assertThatThrownBy(() -> targets("m.jsonl").read(data))
        .hasMessageContaining("m.jsonl line 1: its 'weight' is \"NaN\", not a number");
  }

  @Test
  void aPictureWithAnExcludedKeywordIsLeftOutWhateverElseItShows() throws IOException {
    write(
        "m.jsonl",
        """
        {"path":"a.png","keywords":["cat","dog"]}
        {"path":"b.png","keywords":["cat","pet"]}
        """);

    assertThat(read(selected(null, Set.of("dog")))).containsExactly("b.png: cat + pet");
    assertThat(read(selected(Set.of("dog", "pet"), null)))
        .containsExactly("a.png: dog", "b.png: pet");
  }

  @Test
  void aBadLineIsNamedByItsNumber() throws IOException {
    write(
        "m.jsonl",
        """
        {"path":"a.png","keywords":["cat"]}
        {"keywords":["cat"]}
        """);
    assertThatThrownBy(() -> labels("m.jsonl", null, 1).read(data))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("m.jsonl line 2: it has no 'path'");

    write("m.jsonl", "{\"path\":\"a.png\"\n");
    assertThatThrownBy(() -> labels("m.jsonl", null, 1).read(data))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("m.jsonl line 1 is not");

    write("m.jsonl", "[1]\n");
    assertThatThrownBy(() -> labels("m.jsonl", null, 1).read(data))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("m.jsonl line 1 is not");
  }

  @Test
  void aRowOfMoreColumnsThanTheHeaderIsNamed() throws IOException {
    write("m.csv", "path,keywords\na.png,cat\nb.png,cat,dog\n");

    assertThatThrownBy(() -> labels("m.csv", null, 1).read(data))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("m.csv line 3 does not fit the header");
  }

  @Test
  void aMissingManifestIsNamed() {
    assertThatThrownBy(() -> labels("m.jsonl", null, 1).read(data))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("cannot read the manifest " + data.resolve("sub/m.jsonl"));
  }

  private static ManifestSource labels(String file, @Nullable String split, int minimum) {
    return new ManifestSource(
        "test", "", "sub/" + file, split, null, null, null, minimum, null, null);
  }

  private static ManifestSource selected(@Nullable Set<String> only, @Nullable Set<String> except) {
    return new ManifestSource(
        "test", "", "sub/m.jsonl", null, null, only, except, null, null, null);
  }

  private static ManifestSource targets(String file) {
    return new ManifestSource(
        "test", "", "sub/" + file, null, List.of("age", "weight"), null, null, null, null, null);
  }

  private List<String> read(ManifestSource source) {
    return source.read(data).stream()
        .map(
            example ->
                Path.of(example.content().name()).getFileName()
                    + ": "
                    + String.join(" + ", example.labels()))
        .toList();
  }

  private void write(String file, String lines) throws IOException {
    Files.createDirectories(data.resolve("sub"));
    Files.writeString(data.resolve("sub").resolve(file), lines);
  }
}
