package org.ocellus.trainer.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DerivedFolderTest {
  @TempDir private Path folder;

  @Test
  void whatBelongsToWordsComesAlongAndOtherFormsOfTheNetworkDoNot() throws Exception {
    Path from = Files.createDirectories(folder.resolve("from"));
    for (String name :
        new String[] {
          "model.onnx",
          "model_fp16.onnx",
          "words.onnx",
          "encoder_model.onnx",
          "decoder_model.onnx",
          "tokenizer.json",
          "calibration.json"
        }) {
      Files.writeString(from.resolve(name), name);
    }
    Files.writeString(
        from.resolve("config.json"), "{\"ocellus\": {\"text\": {\"projection\": \"words.onnx\"}}}");

    Path to = folder.resolve("to");
    DerivedFolder.write(from, to, new byte[] {1}, config -> {});

    assertThat(to)
        .isDirectoryContaining("glob:**words.onnx")
        .isDirectoryContaining("glob:**encoder_model.onnx")
        .isDirectoryContaining("glob:**decoder_model.onnx")
        .isDirectoryContaining("glob:**tokenizer.json")
        .isDirectoryNotContaining("glob:**model_fp16.onnx")
        .isDirectoryNotContaining("glob:**calibration.json");
    assertThat(to.resolve("model.onnx")).hasBinaryContent(new byte[] {1});
  }
}
