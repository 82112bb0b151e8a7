package org.ocellus.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.model.PrecisionCurve.Step;

class CalibrationTest {
  private static final PrecisionCurve COSINE =
      new PrecisionCurve(
          Metric.COSINE,
          List.of(new Step(0.9, 0.8, 300), new Step(0.7, 0.5, 250), new Step(0.2, 0.1, 900)));
  private static final PrecisionCurve EUCLIDEAN =
      new PrecisionCurve(
          Metric.EUCLIDEAN, List.of(new Step(1.5, 0.75, 200), new Step(4, 0.25, 200)));

  @TempDir Path folder;

  @Test
  void aValueIsWorthWhatItsStepIs() {
    assertThat(COSINE.precision(0.95)).isEqualTo(0.8);
    assertThat(COSINE.precision(0.9)).isEqualTo(0.8);
    assertThat(COSINE.precision(0.89)).isEqualTo(0.5);
    assertThat(COSINE.precision(0.1)).isZero();
    assertThat(EUCLIDEAN.precision(0)).isEqualTo(0.75);
    assertThat(EUCLIDEAN.precision(2)).isEqualTo(0.25);
    assertThat(EUCLIDEAN.precision(5)).isZero();
  }

  @Test
  void theCutOffIsTheWorstValueThatStillPromisesIt() {
    assertThat(COSINE.cutOff(0.5)).isEqualTo(OptionalDouble.of(0.7));
    assertThat(COSINE.cutOff(0.6)).isEqualTo(OptionalDouble.of(0.9));
    assertThat(COSINE.cutOff(0.81)).isEmpty();
    assertThat(EUCLIDEAN.cutOff(0.2)).isEqualTo(OptionalDouble.of(4));
  }

  @Test
  void itIsReadAsItWasWritten() throws IOException {
    Calibration written =
        new Calibration(
            fingerprint(),
            1000,
            10,
            50,
            Map.of(Metric.COSINE, COSINE, Metric.EUCLIDEAN, EUCLIDEAN));
    assertThat(Calibration.fromJson(written.toJson())).isEqualTo(written);
  }

  @Test
  void aModelFolderMayHoldOneWhichDoesNotChangeItsFingerprint() throws IOException {
    Fingerprint before = fingerprint();
    Calibration written = new Calibration(before, 1000, 10, 50, Map.of(Metric.COSINE, COSINE));
    Files.writeString(folder.resolve("calibration.json"), written.toJson());
    try (Model model = Model.open(folder)) {
      assertThat(model.calibration()).contains(written);
      assertThat(model.fingerprint()).isEqualTo(before);
    }
  }

  @Test
  void aMalformedOneIsRefusedWithItsCure() throws IOException {
    assertRefused("{", "calibration.json is not JSON");
    assertRefused("{}", "needs a \"fingerprint\"");
    String good =
        new Calibration(fingerprint(), 1000, 10, 50, Map.of(Metric.COSINE, COSINE)).toJson();
    assertRefused(good.replace("0.5", "0.85"), "must fall from step to step");
    assertRefused(good.replace("0.5", "1.5"), "precision must be in [0, 1], got 1.5");
    assertRefused(good.replace("0.7", "\"high\""), "needs a number \"value\"");
    assertRefused(good.replace("cosine", "sine"), "metric must be");
    assertRefused(good.replace("\"curves\"", "\"curve\""), "needs \"curves\"");
  }

  @Test
  void oneOfAnotherModelIsRefused() throws IOException {
    String other =
        new Calibration(new Fingerprint("other"), 1000, 10, 50, Map.of(Metric.COSINE, COSINE))
            .toJson();
    assertRefused(other, "is about another model");
  }

  private Fingerprint fingerprint() throws IOException {
    Files.deleteIfExists(folder.resolve("calibration.json"));
    try (Model model = Model.open(TinyModel.write(folder))) {
      return model.fingerprint();
    }
  }

  private void assertRefused(String json, String because) throws IOException {
    TinyModel.write(folder);
    Files.writeString(folder.resolve("calibration.json"), json);
    assertThatThrownBy(() -> Model.open(folder))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(because)
        .hasMessageContaining("./ocellus calibrate");
  }
}
