package org.ocellus.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.trainer.ToyRecipe;
import org.ocellus.trainer.network.Network;
import org.ocellus.trainer.network.ResNet;
import org.ocellus.trainer.network.Weights;
import org.ocellus.trainer.recipe.OptimiserSpec;
import org.ocellus.trainer.recipe.Recipe;
import org.ocellus.trainer.recipe.TrainingSpec;
import org.ocellus.trainer.storage.StorageException;

class TrainingTest {
  @TempDir private Path folder;

  @Test
  void picturesThatDifferAreToldApart() throws Exception {
    try (Training training = training(ToyRecipe.of(8, 0.1), "state")) {
      training.run(false, new Silent());

      assertThat(training.history()).hasSize(8);
      assertThat(training.history().getLast().validation().get("accuracy"))
          .isGreaterThanOrEqualTo(0.9);
      assertThat(Files.readAllLines(folder.resolve("state/metrics.csv")))
          .hasSize(9)
          .first()
          .isEqualTo(
              "epoch,images,seconds,loss,accuracy,validation accuracy,validation top5,validation temperature,validation ece");
    }
  }

  @Test
  void aTrainingThatWasStoppedAndResumedEndsAsOneThatWasNot() throws Exception {
    Recipe recipe = ToyRecipe.of(3, 0.1);
    Map<String, float[]> straight;
    try (Training training = training(recipe, "straight")) {
      training.run(false, new Silent());
      straight = weights(training.network());
    }

    try (Training stopped = training(recipe, "resumed")) {
      assertThatThrownBy(() -> stopped.run(false, new StopAfterEpoch(2))).isInstanceOf(Stop.class);
    }
    try (Training resumed = training(recipe, "resumed")) {
      resumed.run(true, new Silent());

      assertThat(resumed.history()).extracting(EpochMetrics::epoch).containsExactly(1, 2, 3);
      Map<String, float[]> weights = weights(resumed.network());
      assertThat(weights.keySet()).isEqualTo(straight.keySet());
      weights.forEach((name, values) -> assertThat(values).as(name).isEqualTo(straight.get(name)));
    }
  }

  @Test
  void aCheckpointOfOtherDataIsRefused() throws Exception {
    try (Training training = training(ToyRecipe.of(1, 0.1), "state")) {
      training.run(false, new Silent());
    }
    Files.move(folder.resolve("shapes/level"), folder.resolve("shapes/horizontal"));

    try (Training other = training(ToyRecipe.of(1, 0.1), "state")) {
      assertThatThrownBy(() -> other.run(true, new Silent()))
          .isInstanceOf(TrainingException.class)
          .hasMessageContaining(
              "checkpoint.pt; other: pictures (path, size or time), labels; give");
    }
  }

  @Test
  void aCheckpointOfAnotherRecipeIsRefusedAndItsPartsNamed() throws Exception {
    Recipe recipe = ToyRecipe.of(2, 0.1);
    try (Training training = training(recipe, "state")) {
      assertThatThrownBy(() -> training.run(false, new StopAfterEpoch(1))).isInstanceOf(Stop.class);
    }
    TrainingSpec was = recipe.training();
    TrainingSpec is =
        new TrainingSpec(
            2,
            8,
            null,
            new OptimiserSpec.AdamW(0.9, 0.999, 0.01, null),
            was.schedule(),
            was.averaging(),
            was.precision(),
            2,
            4);

    try (Training other = training(with(recipe, is), "state")) {
      assertThatThrownBy(() -> other.run(true, new Silent()))
          .isInstanceOf(TrainingException.class)
          .hasMessageContaining("checkpoint.pt; other: validation, batch, optimiser, seed; give");
    }
  }

  @Test
  void theHistoryIsKeptWithTheCheckpoint() throws Exception {
    List<EpochMetrics> measured;
    try (Training training = training(ToyRecipe.of(2, 0.1), "state")) {
      training.run(false, new Silent());
      measured = training.history();
    }
    Path metrics = folder.resolve("state/metrics.csv");
    byte[] written = Files.readAllBytes(metrics);
    Files.delete(metrics);

    try (Training resumed = training(ToyRecipe.of(2, 0.1), "state")) {
      resumed.run(true, new Silent());

      assertThat(resumed.history()).isEqualTo(measured);
      assertThat(metrics).hasBinaryContent(written);
    }
  }

  @Test
  void aTrainingIsNotOverwrittenUnasked() throws Exception {
    try (Training training = training(ToyRecipe.of(1, 0.1), "state")) {
      training.run(false, new Silent());
    }

    try (Training again = training(ToyRecipe.of(1, 0.1), "state")) {
      assertThatThrownBy(() -> again.run(false, new Silent()))
          .isInstanceOf(TrainingException.class)
          .hasMessageContaining("checkpoint.pt is of an earlier training; go on with --resume");
    }
  }

  @Test
  void eachEpochDrawsTheLearningCurve() throws Exception {
    try (Training training = training(ToyRecipe.of(2, 0.1), "state")) {
      training.run(false, new Silent());
    }

    BufferedImage curve = ImageIO.read(folder.resolve("state/learning-curve.png").toFile());
    assertThat(curve.getWidth()).isEqualTo(900);
  }

  @Test
  void fineTuningStartsFromAnotherTrainingsBodyWithANewHead() throws Exception {
    Map<String, float[]> learned;
    try (Training training = training(ToyRecipe.of(1, 0.1), "first")) {
      training.run(false, new Silent());
      learned = weights(training.network());
    }
    Files.move(folder.resolve("shapes/level"), folder.resolve("elsewhere"));

    try (Training fine = training(ToyRecipe.of(1, 0.1), "second")) {
      fine.startFrom(folder.resolve("first/checkpoint.pt"));

      Map<String, float[]> weights = weights(fine.network());
      assertThat(fine.network().bodyWeights()).isNotEmpty();
      for (String name : fine.network().bodyWeights().keySet()) {
        assertThat(weights.get(name)).as(name).isEqualTo(learned.get(name));
      }
      assertThat(weights.get("logits.linear1.bias")).hasSize(2);
    }
  }

  @Test
  void fineTuningKeepsAHeadThatIsTheSame() throws Exception {
    Map<String, float[]> learned;
    try (Training training = training(ToyRecipe.of(1, 0.1), "first")) {
      training.run(false, new Silent());
      learned = weights(training.network());
    }

    try (Training fine = training(ToyRecipe.of(1, 0.1), "second")) {
      fine.startFrom(folder.resolve("first/checkpoint.pt"));

      weights(fine.network())
          .forEach((name, values) -> assertThat(values).as(name).isEqualTo(learned.get(name)));
    }
  }

  @Test
  void aBodyThatIsNotTheCheckpointsIsRefused() throws Exception {
    try (Training training = training(ToyRecipe.of(1, 0.1), "first")) {
      training.run(false, new Silent());
    }
    ResNet wider = new ResNet(16, ToyRecipe.NETWORK.stem(), List.of(new ResNet.Stage(24, 1, 2)));

    try (Training fine = training(ToyRecipe.of(wider, 1, 0.1), "second")) {
      assertThatThrownBy(() -> fine.startFrom(folder.resolve("first/checkpoint.pt")))
          .isInstanceOf(TrainingException.class)
          .hasMessageContaining("'residual1.conv1.weight' is of another shape in the checkpoint");
    }
  }

  @Test
  void aBrokenCheckpointIsNamed() throws Exception {
    Files.createDirectories(folder.resolve("state"));
    Files.writeString(folder.resolve("state/checkpoint.pt"), "broken");

    try (Training training = training(ToyRecipe.of(1, 0.1), "state")) {
      assertThatThrownBy(() -> training.run(true, new Silent()))
          .isInstanceOf(TrainingException.class)
          .hasMessageContaining("cannot read the checkpoint");
    }
  }

  /** libtorch's own writing of files ended the JVM. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void aFullDiskIsSaidAndTheCheckpointBeforeStays() throws Exception {
    Path state = folder.resolve("state");
    try (Training training = training(ToyRecipe.of(1, 0.1), "state")) {
      training.run(false, new Silent());
    }
    byte[] first = Files.readAllBytes(state.resolve("checkpoint.pt"));
    Files.createSymbolicLink(state.resolve("checkpoint.pt.new"), Path.of("/dev/full"));

    try (Training more = training(ToyRecipe.of(2, 0.1), "state")) {
      assertThatThrownBy(() -> more.run(true, new Silent()))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("checkpoint.pt: No space left on device");
    }

    assertThat(state.resolve("checkpoint.pt")).hasBinaryContent(first);
    try (Training more = training(ToyRecipe.of(2, 0.1), "state")) {
      more.run(true, new Silent());
      assertThat(more.history()).hasSize(2);
    }
  }

  @Test
  void aLossThatIsNoNumberStopsAndNamesTheBatch() throws Exception {
    try (Training training = training(ToyRecipe.of(5, 1e30), "state")) {
      assertThatThrownBy(() -> training.run(false, new Silent()))
          .isInstanceOf(TrainingException.class)
          .hasMessageContaining("in epoch 1, batch ")
          .hasMessageContaining(".png")
          .hasMessageContaining("lower 'peak'");
    }
  }

  @Test
  void ruinedWeightsAreNotSavedAsIfTheyWereRight() throws Exception {
    Recipe oneStep =
        ToyRecipe.of(
            new ResNet(16, new ResNet.Stem(8, 3, 1), List.of(new ResNet.Stage(8, 1, 2))), 1, 1e30);
    try (Training training = trainingOf(oneStep, 6, "state")) {
      assertThatThrownBy(() -> training.run(false, new Silent()))
          .isInstanceOf(TrainingException.class)
          .hasMessageContaining("after epoch 1 the network no longer gives numbers");
    }
    assertThat(folder.resolve("state/checkpoint.pt")).doesNotExist();
  }

  /** A regression of libtorch: the JVM died in the backward pass of the first shortcut. */
  @Test
  void aShortcutOfFewChannelsAndManyPixelsIsTrained() {
    ResNet spec = new ResNet(96, new ResNet.Stem(8, 3, 1), List.of(new ResNet.Stage(16, 1, 2)));
    try (Network network = new Network(spec.network(), 1)) {
      for (int i = 0; i < 3; i++) {
        try (PointerScope scope = new PointerScope()) {
          Tensor pictures = torch.randn(16, 3, 96, 96).contiguous(torch.MemoryFormat.ChannelsLast);
          network.forward(pictures, true).embedding().sum().backward();
        }
      }
      Tensor shortcut = network.weights().parameters().get("residual1.shortcut.conv1.weight");
      assertThat(shortcut.grad().isfinite().all().item_bool()).isTrue();
    }
  }

  @Test
  @Tag("soak")
  void nativeMemoryStaysFlatOverHundredsOfSteps() throws Exception {
    long[] resident = new long[61];
    try (Training training = training(ToyRecipe.of(60, 0.01), "state")) {
      training.run(
          false,
          new Silent() {
            @Override
            public void epoch(EpochMetrics metrics) {
              resident[metrics.epoch()] = Pointer.physicalBytes();
            }
          });
    }

    assertThat(resident[60] - resident[10]).isLessThan(64L << 20);
  }

  private static Recipe with(Recipe recipe, TrainingSpec training) {
    return new Recipe(
        recipe.name(),
        recipe.summary(),
        recipe.limits(),
        recipe.architecture(),
        recipe.preprocessingJson(),
        recipe.cacheSize(),
        recipe.sources(),
        recipe.validation(),
        recipe.task(),
        training);
  }

  private Training training(Recipe recipe, String state) throws Exception {
    return trainingOf(recipe, 60, state);
  }

  private Training trainingOf(Recipe recipe, int each, String state) throws Exception {
    return new Training(recipe, ToyRecipe.data(recipe, folder, each), folder.resolve(state));
  }

  private static Map<String, float[]> weights(Network network) {
    Map<String, float[]> weights = new LinkedHashMap<>();
    network.weights().all().forEach((n, tensor) -> weights.put(n, Weights.toArray(tensor)));
    return weights;
  }

  private static final class Stop extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private static final class StopAfterEpoch extends Silent {
    private final int last;

    StopAfterEpoch(int last) {
      this.last = last;
    }

    @Override
    public void epoch(EpochMetrics metrics) {
      if (metrics.epoch() == last) {
        throw new Stop();
      }
    }
  }
}
