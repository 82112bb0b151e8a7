package org.ocellus.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ocellus.model.Calibration;
import org.ocellus.model.Model;

/**
 * What the scores in an index are worth: as its model says or, where it is opened without one or
 * the model does not say, as the file {@value Calibration#FILE} beside the index's settings does,
 * which a model that knows left there.
 */
public final class KeptCalibration {
  private final @Nullable Path file;
  private final Optional<Calibration> models;

  /**
   * @param folder of the index; null where it has none to keep it in
   * @param model the one it is opened with; null for none
   */
  public KeptCalibration(@Nullable Path folder, @Nullable Model model) {
    this(
        folder == null ? null : folder.resolve(Calibration.FILE),
        model == null ? Optional.empty() : model.calibration());
  }

  private KeptCalibration(@Nullable Path file, Optional<Calibration> models) {
    this.file = file;
    this.models = models;
  }

  /** That of the same index with this model. */
  public KeptCalibration of(Model model) {
    return new KeptCalibration(file, model.calibration());
  }

  /** Leaves what the model says in the index; does nothing if it says nothing new. */
  public void keep() throws IOException {
    if (file == null || models.isEmpty()) {
      return;
    }
    String json = models.get().toJson();
    if (!Files.exists(file) || !Arrays.equals(Files.readAllBytes(file), json.getBytes(UTF_8))) {
      AtomicFile.write(file, json);
    }
  }

  /**
   * What is known for vectors of this space; empty if nothing is.
   *
   * @throws IndexException if the kept file is malformed
   */
  public Optional<Calibration> of(Space space) throws IOException {
    Optional<Calibration> known = models.isPresent() ? models : read();
    return known.filter(each -> each.fingerprint().equals(space.fingerprint()));
  }

  private Optional<Calibration> read() throws IOException {
    if (file == null || !Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Calibration.fromJson(new String(Files.readAllBytes(file), UTF_8)));
    } catch (IllegalArgumentException e) {
      throw new IndexException(
          IndexException.Reason.DAMAGED,
          file
              + " "
              + e.getMessage()
              + "; delete it, and open the index for writing with its model to have it again",
          e);
    }
  }
}
