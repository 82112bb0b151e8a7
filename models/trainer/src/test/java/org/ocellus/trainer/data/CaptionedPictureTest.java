package org.ocellus.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptionedPictureTest {
  @TempDir private Path folder;

  @Test
  void theCaptionsOfASplitAreRead() throws IOException {
    Path manifest =
        manifest(
            """
            {"path": "a.jpg", "split": "train", "captions": ["A dog runs .", " A brown dog . "]}
            {"path": "b.jpg", "split": "train", "caption": "A child ."}
            {"path": "c.jpg", "split": "train", "keywords": ["cat"]}
            {"path": "d.jpg", "split": "test", "caption": "A boat ."}
            """);

    assertThat(CaptionedPicture.read(manifest, "train"))
        .containsExactly(
            new CaptionedPicture(folder.resolve("a.jpg"), List.of("A dog runs .", "A brown dog .")),
            new CaptionedPicture(folder.resolve("b.jpg"), List.of("A child .")));
  }

  @Test
  void aLineForEachCaptionOfAPictureIsOnePicture() throws IOException {
    Path manifest =
        manifest(
            """
            {"path": "a.jpg", "caption": "A dog runs ."}
            {"path": "b.jpg", "caption": "A child ."}
            {"path": "a.jpg", "caption": "A brown dog ."}
            """);

    assertThat(CaptionedPicture.read(manifest, "train"))
        .containsExactly(
            new CaptionedPicture(folder.resolve("a.jpg"), List.of("A dog runs .", "A brown dog .")),
            new CaptionedPicture(folder.resolve("b.jpg"), List.of("A child .")));
  }

  @Test
  void aSplitWithoutCaptionsAndACaptionThatIsNoTextAreNamed() throws IOException {
    Path manifest = manifest("{\"path\": \"a.jpg\", \"captions\": []}\n");
    assertThatThrownBy(() -> CaptionedPicture.read(manifest, "dev"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("has no picture of split \"dev\" with a 'caption' or 'captions'");

    manifest("{\"path\": \"a.jpg\", \"captions\": [\"A dog .\", 7]}\n");
    assertThatThrownBy(() -> CaptionedPicture.read(manifest, "dev"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("line 1: a caption is 7, not a text");
  }

  private Path manifest(String lines) throws IOException {
    return Files.writeString(folder.resolve("captions.jsonl"), lines);
  }
}
