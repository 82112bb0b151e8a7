package org.ocellus.app;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.ocellus.index.IndexSettings;
import org.ocellus.model.Model;
import picocli.CommandLine.Option;

/** Which network looks at the pictures. */
final class ModelOption {
  @Option(
      names = "--model",
      paramLabel = "FOLDER",
      description = {
        "Folder of a model: model.onnx, preprocessor_config.json, config.json, as Hugging Face"
            + " ONNX exports have them.",
        "Without it: the model that the index was made with, else the one that ships with Ocellus."
      })
  private @Nullable Path folder;

  /** Whether a model was named. */
  boolean isNamed() {
    return folder != null;
  }

  /** Opens the model named, else the bundled one, with as many threads as there are processors. */
  Model open() throws IOException {
    return open(null, Runtime.getRuntime().availableProcessors());
  }

  /**
   * Opens the model named, else the one of the index, else the bundled one.
   *
   * @param settings of the index; null for none
   * @param threads how many threads one run of the network uses
   */
  Model open(@Nullable IndexSettings settings, int threads) throws IOException {
    if (folder != null) {
      return Model.open(folder, threads);
    }
    if (settings != null && settings.modelFolder() != null) {
      return Model.open(Path.of(settings.modelFolder()), threads);
    }
    return Model.bundled(threads);
  }
}
