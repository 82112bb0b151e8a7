package org.ocellus.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.app.Shell.Result;

class DemoCommandTest {
  @TempDir Path folder;
  private Path photos;
  private Path page;

  @BeforeEach
  void aFolderOfOnesOwn() throws Exception {
    photos = folder.resolve("photos");
    page = folder.resolve("demo.html");
    for (int i = 0; i < 12; i++) {
      picture("red-" + i + ".png", 200 + 4 * i, 3 * i, 10);
      picture("blue-" + i + ".png", 10, 3 * i, 200 + 4 * i);
      picture("green-" + i + ".png", 3 * i, 200 + 4 * i, 10);
    }
    Files.writeString(photos.resolve("blue-3.txt"), "The harbour before the storm");
  }

  private void picture(String name, int r, int g, int b) throws IOException {
    Shell.plain(photos.resolve(name), r, g, b);
  }

  private Result demo() {
    Path cache = folder.resolve("cache");
    return Shell.run("demo", photos, "--model", Shell.model(), "--page", page, "--cache", cache);
  }

  @Test
  void questionsOfAllKindsAreMadeOfWhatIsThere() throws Exception {
    Result result = demo();

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out())
        .contains("36 added")
        .contains("Tagged “blue”", "Tagged “green”")
        .contains("“The harbour before the storm”", "words harbour, before, storm")
        .contains("Looks like blue-", "Looks like red-")
        .contains("not in the index")
        .contains("Tagged “blue” and looks like")
        .contains(page.toString());
    assertThat(Files.readString(page))
        .contains("<h1>", "data:image/webp;base64,", "<code>like:", "<code>blue like:")
        .doesNotContain("http://", "https://");
  }

  @Test
  void aSecondRunUsesTheIndexAgain() {
    demo();

    Result again = demo();

    assertThat(again.out()).contains("The index of an earlier run is used again");
    assertThat(again.code()).isZero();
  }

  @Test
  void aFolderWithoutCaptionsOrTagsIsAskedByLooksAlone() throws Exception {
    photos = folder.resolve("gray");
    picture("a.png", 100, 100, 100);

    Result result = demo();

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out()).contains("Looks like a.png", "not in the index");
  }

  @Test
  void aFolderWithoutPicturesIsNamed() throws Exception {
    photos = Files.createDirectories(folder.resolve("empty"));

    Result result = demo();

    assertThat(result.code()).isEqualTo(3);
    assertThat(result.err()).contains(photos.toString()).contains("no picture");
    assertThat(page).doesNotExist();
  }

  @Test
  void aMissingFolderIsNamed() {
    photos = folder.resolve("nix");

    Result result = demo();

    assertThat(result.code()).isEqualTo(3);
    assertThat(result.err()).contains(photos + ": no such");
  }
}
