package org.ocellus.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ocellus.query.VisualQuery.similarTo;
import static org.ocellus.query.VisualQuery.similarToId;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.Drawing;
import org.ocellus.VisualIndex;
import org.ocellus.index.IndexException;
import org.ocellus.index.Picture;
import org.ocellus.index.VectorStorage;
import org.ocellus.model.Calibration;
import org.ocellus.model.Metric;
import org.ocellus.model.Model;
import org.ocellus.model.PrecisionCurve;
import org.ocellus.model.PrecisionCurve.Step;
import org.ocellus.model.TinyModel;

/** Hits that are likely right, by the curve in the model's folder. */
class LikelyTest {
  @TempDir Path folder;
  private Path network;
  private Path pictures;

  @BeforeEach
  void model() throws IOException {
    network = TinyModel.write(folder.resolve("model"));
    pictures = folder.resolve("index");
    Calibration calibration;
    try (Model model = Model.open(network)) {
      calibration =
          new Calibration(
              model.fingerprint(),
              1000,
              10,
              50,
              Map.of(
                  Metric.COSINE,
                  new PrecisionCurve(
                      Metric.COSINE, List.of(new Step(0.99, 0.9, 200), new Step(0.8, 0.5, 200))),
                  Metric.EUCLIDEAN,
                  new PrecisionCurve(
                      Metric.EUCLIDEAN, List.of(new Step(1, 0.7, 200), new Step(3, 0.3, 200)))));
    }
    Files.writeString(network.resolve("calibration.json"), calibration.toJson());
  }

  /** Red; a cosine of 0.995, of 0.86 and of 0 to it; distances 0.4, 2.6 and 5.7. */
  private VisualIndex indexed() throws IOException {
    VisualIndex index =
        VisualIndex.open(
            pictures, Model.open(network), VectorStorage.of(Metric.COSINE, Metric.EUCLIDEAN));
    add(index, "red", 255, 0, 0);
    add(index, "reddish", 255, 25, 0);
    add(index, "orange", 255, 153, 0);
    add(index, "blue", 0, 0, 255);
    index.commit();
    return index;
  }

  private void add(VisualIndex index, String id, int r, int g, int b) throws IOException {
    index.add(Picture.of(Drawing.plain(folder.resolve(id + ".png"), r, g, b)).id(id));
  }

  @Test
  void onlyHitsWhoseScorePromisesItAreLeft() throws IOException {
    try (VisualIndex index = indexed()) {
      Similar red = similarToId("red");
      assertThat(index.search(red.likely(0.5)).ids()).containsExactly("reddish", "orange");
      assertThat(index.search(red.likely(0.6)).ids()).containsExactly("reddish");
      assertThat(index.search(similarTo(folder.resolve("red.png")).likely(0.9)).ids())
          .containsExactly("red", "reddish");
      assertThat(index.search(red.by(Metric.EUCLIDEAN).likely(0.3)).ids())
          .containsExactly("reddish", "orange");
      assertThat(index.search(red.by(Metric.EUCLIDEAN).likely(0.31)).ids())
          .containsExactly("reddish");
    }
  }

  @Test
  void theStricterOfTwoCutOffsCounts() throws IOException {
    try (VisualIndex index = indexed()) {
      Similar red = similarToId("red");
      assertThat(index.search(red.likely(0.5).minScore(0.9)).ids()).containsExactly("reddish");
      assertThat(index.search(red.likely(0.9).minScore(0.1)).ids()).containsExactly("reddish");
      assertThat(index.search(red.by(Metric.EUCLIDEAN).likely(0.3).maxDistance(0.5)).ids())
          .containsExactly("reddish");
    }
  }

  @Test
  void moreThanAnyScorePromisesIsRefused() throws IOException {
    try (VisualIndex index = indexed()) {
      assertThatThrownBy(() -> index.search(similarToId("red").likely(0.95)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("no score of tiny promises a precision of 0.95: ask for at most 0.900");
    }
  }

  @Test
  void theIndexRemembersTheCurveForWhoOpensItWithoutTheModel() throws IOException {
    indexed().close();
    try (VisualIndex index = VisualIndex.openReadOnly(pictures, null)) {
      assertThat(index.search(similarToId("red").likely(0.6)).ids()).containsExactly("reddish");
    }
    try (VisualIndex index = VisualIndex.open(pictures)) {
      assertThat(index.search(similarToId("red").likely(0.6)).ids()).containsExactly("reddish");
    }
  }

  @Test
  void aBackupRemembersItToo() throws IOException {
    try (VisualIndex index = indexed()) {
      index.backup(folder.resolve("backup"));
    }
    try (VisualIndex index = VisualIndex.openReadOnly(folder.resolve("backup"), null)) {
      assertThat(index.search(similarToId("red").likely(0.6)).ids()).containsExactly("reddish");
    }
  }

  @Test
  void anIndexLearnsTheCurveWhenItIsNextOpenedForWriting() throws IOException {
    String curve = Files.readString(network.resolve("calibration.json"));
    Files.delete(network.resolve("calibration.json"));
    try (VisualIndex index = indexed()) {
      assertThatThrownBy(() -> index.search(similarToId("red").likely(0.5)))
          .isInstanceOfSatisfying(
              IndexException.class,
              e -> assertThat(e.reason()).isEqualTo(IndexException.Reason.NOT_CALIBRATED))
          .hasMessageContaining("./ocellus calibrate");
    }
    Files.writeString(network.resolve("calibration.json"), curve);
    VisualIndex.open(pictures, Model.open(network)).close();
    try (VisualIndex index = VisualIndex.openReadOnly(pictures, null)) {
      assertThat(index.search(similarToId("red").likely(0.6)).ids()).containsExactly("reddish");
    }
  }

  @Test
  void aDamagedCurveIsNamedWhenItIsNeededAndHindersNothingElse() throws IOException {
    indexed().close();
    Files.writeString(pictures.resolve("calibration.json"), "{}");
    try (VisualIndex index = VisualIndex.openReadOnly(pictures, null)) {
      assertThat(index.search(similarToId("red")).size()).isEqualTo(3);
      assertThatThrownBy(() -> index.search(similarToId("red").likely(0.5)))
          .isInstanceOf(IndexException.class)
          .hasMessageContaining("calibration.json needs a \"fingerprint\"");
    }
  }

  @Test
  void ownVectorsHaveNoCurve() throws IOException {
    try (VisualIndex index = VisualIndex.open(pictures)) {
      index.add(Picture.ofVector("a", new float[] {1, 0}));
      index.commit();
      assertThatThrownBy(() -> index.search(similarToId("a").likely(0.5)))
          .isInstanceOf(IndexException.class)
          .hasMessageContaining("vectors of your own");
    }
  }
}
