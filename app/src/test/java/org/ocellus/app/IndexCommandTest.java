package org.ocellus.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.VisualIndex;
import org.ocellus.app.Shell.Result;

class IndexCommandTest {
  @TempDir Path folder;
  private Path photos;
  private Path index;

  @BeforeEach
  void twoPictures() throws Exception {
    photos = folder.resolve("photos");
    index = folder.resolve("photos.index");
    Shell.plain(photos.resolve("red.png"), 250, 10, 10);
    Shell.plain(photos.resolve("2019/blue.png"), 10, 10, 250);
  }

  private Result index(Object... more) {
    Object[] words = new Object[more.length + 6];
    words[0] = "index";
    words[1] = photos;
    words[2] = "--index";
    words[3] = index;
    words[4] = "--model";
    words[5] = Shell.model();
    System.arraycopy(more, 0, words, 6, more.length);
    return Shell.run(words);
  }

  @Test
  void aFolderBecomesSearchable() {
    Result result = index();

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out()).startsWith("2 added in ");
    assertThat(Shell.run("search", "--index", index, "--keyword", "red", "--json").json())
        .singleElement()
        .satisfies(hit -> assertThat(hit.get("id").asText()).isEqualTo("red.png"));
  }

  @Test
  void aSecondRunRemembersModelAndPictures() {
    index();

    Result again = Shell.run("index", photos, "--index", index);

    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.out()).startsWith("0 added, 2 unchanged in ");
  }

  @Test
  void syncRemovesWhatVanished() throws Exception {
    index();
    Files.delete(photos.resolve("red.png"));

    assertThat(index("--sync").out()).startsWith("0 added, 1 unchanged, 1 removed in ");
  }

  @Test
  void aBrokenPictureIsNamedAndTheOthersCount() throws Exception {
    Path broken = Files.writeString(photos.resolve("broken.jpg"), "no picture at all");

    Result result = index();

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out()).startsWith("2 added, 1 failed in ");
    assertThat(result.err().lines()).hasSize(1);
    assertThat(result.err()).startsWith(broken + ": ").doesNotContain(broken + ": " + broken);
  }

  @Test
  void failuresAndTheSummaryAreLinesOfJson() throws Exception {
    Path broken = Files.writeString(photos.resolve("broken.jpg"), "");

    Result result = index("--json", "--stats");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.json()).hasSize(2);
    JsonNode failure = result.json().get(0);
    assertThat(failure.get("path").asText()).isEqualTo(broken.toString());
    assertThat(failure.get("error").asText()).isNotBlank().doesNotContain(broken.toString());
    JsonNode summary = result.json().get(1);
    assertThat(summary.get("added").asInt()).isEqualTo(2);
    assertThat(summary.get("failed").asInt()).isEqualTo(1);
    assertThat(summary.get("picturesPerSecond").asDouble()).isPositive();
    assertThat(summary.get("cpuMillisPerPicture").get("network").isNumber()).isTrue();
    assertThat(result.err()).isEmpty();
  }

  @Test
  void statsNameEveryStage() {
    assertThat(index("--stats").out())
        .contains("2 pictures embedded")
        .contains("decode", "preprocessing", "network", "index");
  }

  @Test
  void vectorsAreQuantizedAsChosenWhenTheIndexWasMade() throws Exception {
    assertThat(index("--quantize", "4").code()).isZero();
    assertThat(info("quantization")).isEqualTo("\"4\"");
    // Said again, in part or not at all, it is the same index.
    assertThat(index("--quantize", "4", "--metric", "cosine").code()).isZero();
    assertThat(index("--metric", "cosine").code()).isZero();

    Result other = index("--quantize", "none");
    assertThat(other.code()).isEqualTo(3);
    assertThat(other.err()).contains("4 bits", "float32", "reindex");
    Result unknown = index("--quantize", "3");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("none, 8, 7, 4, 2, 1");
  }

  private String info(String fact) throws Exception {
    return Shell.run("info", "--index", index, "--json").json().get(0).get(fact).toString();
  }

  @Test
  void aFinishedIndexIsMergedIntoOneSegment() throws Exception {
    index();
    Shell.plain(photos.resolve("green.png"), 10, 250, 10);
    index();
    assertThat(Integer.parseInt(info("segments"))).isGreaterThan(1);

    Result result = Shell.run("optimize", "--index", index);

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out()).startsWith("3 pictures in one segment");
    assertThat(info("segments")).isEqualTo("1");
    assertThat(Shell.run("optimize", "--index", folder.resolve("nix")).code()).isEqualTo(3);
    assertThat(folder.resolve("nix")).doesNotExist();
  }

  @Test
  void nothingToIndexIsWrongUse() {
    Result result = Shell.run("index", "--index", index);

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("--manifest");
    assertThat(index).doesNotExist();
  }

  @Test
  void whatIsMissingIsNamed() {
    Result noFolder =
        Shell.run("index", folder.resolve("nix"), "--index", index, "--model", Shell.model());
    assertThat(noFolder.err()).contains(folder.resolve("nix") + ": no such folder or file");
    assertThat(noFolder.code()).isEqualTo(3);

    Result noModel =
        Shell.run("index", photos, "--index", index, "--model", folder.resolve("no-model"));
    assertThat(noModel.err()).contains("no-model");
    assertThat(noModel.code()).isEqualTo(3);
  }

  @Test
  void anIndexIsNeverLaidAmongOtherFiles() {
    Result result = Shell.run("index", photos, "--index", photos, "--model", Shell.model());

    assertThat(result.code()).isEqualTo(3);
    assertThat(result.err()).contains("is no index and is not empty");
  }

  @Test
  void anotherMetricIsRefusedWithTheCure() {
    index();

    Result result = index("--metric", "both");

    assertThat(result.code()).isEqualTo(3);
    assertThat(result.err()).contains("reindex");
  }

  @Test
  void anIndexThatIsBeingWrittenToIsLeftAlone() throws Exception {
    index();

    try (VisualIndex writing = VisualIndex.open(index)) {
      Result result = index();

      assertThat(result.code()).isEqualTo(3);
      assertThat(result.err()).contains(index.toString(), "another process", "wait for it");
      assertThat(Shell.run("search", "--index", index, "--keyword", "red").code()).isZero();
    }
  }

  @Test
  void anotherModelIsRefusedWithBothNamed() throws Exception {
    index();
    Path other = Files.createDirectories(folder.resolve("other-model"));
    for (String part : List.of("model.onnx", "config.json")) {
      Files.copy(Shell.model().resolve(part), other.resolve(part));
    }
    String preprocessing = Files.readString(Shell.model().resolve("preprocessor_config.json"));
    Files.writeString(
        other.resolve("preprocessor_config.json"),
        preprocessing.replace("\"resample\": 2", "\"resample\": 3"));

    List<Result> refused =
        List.of(
            Shell.run("index", photos, "--index", index, "--model", other),
            Shell.run(
                "search",
                "--index",
                index,
                "--image",
                photos.resolve("red.png"),
                "--model",
                other));

    assertThat(refused)
        .allSatisfy(
            result -> {
              assertThat(result.code()).isEqualTo(3);
              assertThat(result.err()).contains("cannot be compared", "reindex");
              assertThat(result.err().lines()).hasSize(1);
            });
  }

  @Test
  void aModelWithoutItsPartsIsNamed() throws Exception {
    Path model = Files.createDirectories(folder.resolve("half"));
    Files.copy(Shell.model().resolve("config.json"), model.resolve("config.json"));

    Result result = Shell.run("index", photos, "--index", index, "--model", model);

    assertThat(result.code()).isEqualTo(3);
    assertThat(result.err()).contains(model.toString(), "model.onnx");
    assertThat(result.err().lines()).hasSize(1);
    assertThat(index).doesNotExist();
  }
}
