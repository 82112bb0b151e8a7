package org.ocellus.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.ocellus.query.VisualQuery.keyword;
import static org.ocellus.query.VisualQuery.similarTo;
import static org.ocellus.query.VisualQuery.text;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ocellus.VisualIndex;
import org.ocellus.ingest.Reindex;
import org.ocellus.model.Metric;

/**
 * An index opens in every later release on the same or the next major version of Lucene. Those in
 * the resources were written by {@link KeptFormat} with Lucene 10.6.0 and stay as they are.
 */
class KeptFormatTest {
  @TempDir Path folder;

  /** A copy of the kept index of this name. */
  private Path kept(String name) throws IOException {
    Path copy = folder.resolve(name);
    Path original;
    try {
      original =
          Path.of(
              Objects.requireNonNull(KeptFormatTest.class.getResource("/format-2/" + name))
                  .toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
    try (Stream<Path> files = Files.walk(original)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(original.relativize(file).toString()));
      }
    }
    return copy;
  }

  @ParameterizedTest
  @ValueSource(strings = {"float32", "quantized"})
  void anIndexOfAnEarlierReleaseOpensIsSoundAndAnswers(String name) throws IOException {
    Path path = kept(name);
    assertThat(VisualIndex.verify(path, SourceCheck.NONE).findings()).isEmpty();
    try (VisualIndex index = VisualIndex.openReadOnly(path, null)) {
      for (StoredPicture picture : KeptFormat.pictures()) {
        assertThat(index.get(picture.id())).contains(picture);
      }
      assertThat(index.statistics().pictures()).isEqualTo(4);
      assertThat(index.space()).contains(KeptFormat.SPACE);
      assertThat(index.settings().quantization())
          .isEqualTo(name.equals("float32") ? Quantization.NONE : Quantization.BITS_4);
      assertThat(index.search(keyword("sao paulo")).ids()).containsExactly("2019/bridge.jpg");
      assertThat(index.search(keyword("suspension bridge")).ids())
          .containsExactly("2019/bridge.jpg");
      assertThat(index.search(text("bridge")).ids()).containsExactly("2019/bridge.jpg");
      assertThat(index.search(text("haus").in("de")).ids()).containsExactly("haus.jpg");
      for (Metric metric : Metric.values()) {
        var hits = index.search(similarTo(KeptFormat.vector(1)).by(metric)).list();
        assertThat(hits).hasSize(3);
        assertThat(hits.get(0).id()).isEqualTo("haus.jpg");
      }
      assertThat(index.search(similarTo(KeptFormat.vector(1))).list().get(0).score())
          .isCloseTo(1, within(1e-6));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"float32", "quantized"})
  void anIndexOfAnEarlierReleaseIsWrittenTo(String name) throws IOException {
    Path path = kept(name);
    try (VisualIndex index = VisualIndex.open(path)) {
      index.updateKeywords("haus.jpg", "house");
      index.add(Picture.ofVector("new", KeptFormat.vector(9)));
      index.delete("only-a-vector");
      index.commit();
      index.reindex(Reindex.as(KeptFormat.BOTH.quantized(Quantization.BITS_8)), progress -> {});
      assertThat(index.search(keyword("house")).ids()).containsExactly("haus.jpg");
      assertThat(index.search(similarTo(KeptFormat.vector(9))).ids())
          .startsWith("new")
          .containsAll(List.of("haus.jpg", "2019/bridge.jpg"))
          .hasSize(3);
    }
    assertThat(VisualIndex.verify(path, SourceCheck.NONE).findings()).isEmpty();
  }
}
