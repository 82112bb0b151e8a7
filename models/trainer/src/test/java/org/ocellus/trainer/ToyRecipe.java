package org.ocellus.trainer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.ocellus.image.Normalization;
import org.ocellus.image.Preprocessing;
import org.ocellus.trainer.augmentation.Augmentation;
import org.ocellus.trainer.augmentation.Flip;
import org.ocellus.trainer.augmentation.Lighting;
import org.ocellus.trainer.augmentation.Occlusion;
import org.ocellus.trainer.augmentation.Rotation;
import org.ocellus.trainer.augmentation.Scale;
import org.ocellus.trainer.data.Dataset;
import org.ocellus.trainer.data.PictureCache;
import org.ocellus.trainer.data.PreparationListener;
import org.ocellus.trainer.network.Architecture;
import org.ocellus.trainer.network.ResNet;
import org.ocellus.trainer.recipe.OptimiserSpec;
import org.ocellus.trainer.recipe.Recipe;
import org.ocellus.trainer.recipe.Schedule;
import org.ocellus.trainer.recipe.TaskSpec;
import org.ocellus.trainer.recipe.TrainingSpec;
import org.ocellus.trainer.recipe.ValidationSpec;
import org.ocellus.trainer.training.LearningData;

/** A recipe that learns {@link ToyPictures} in a second. */
public final class ToyRecipe {
  public static final Preprocessing PREPROCESSING =
      Preprocessing.builder().shortestEdge(16).crop(16).normalize(Normalization.IMAGENET).build();

  public static final ResNet NETWORK =
      new ResNet(
          16,
          new ResNet.Stem(8, 3, 1),
          List.of(new ResNet.Stage(8, 1, 2), new ResNet.Stage(16, 2, 2)));

  private ToyRecipe() {}

  /** One thread and float32, so that results repeat. */
  public static Recipe of(int epochs, double peak) {
    return of(NETWORK, epochs, peak);
  }

  /** The same with another network. */
  public static Recipe of(Architecture network, int epochs, double peak) {
    try {
      return new Recipe(
          "toy",
          "Tells three shapes apart.",
          List.of("Anything else."),
          network,
          new ObjectMapper().readTree(PREPROCESSING.toJson()),
          null,
          List.of(
              ToyPictures.source(
                  "shapes",
                  Augmentation.of(
                      new Scale(0.8, 1.1, 1.1),
                      new Rotation(5),
                      new Flip(0.5),
                      new Lighting(0.1, 0.1, 0.1, null, null, null, null),
                      new Occlusion(0.1, null, null)))),
          ValidationSpec.share(0.2),
          new TaskSpec.Classification(0.05),
          new TrainingSpec(
              epochs,
              16,
              null,
              new OptimiserSpec.Sgd(0.9, 1e-4, null),
              new Schedule.OneCycle(peak, 0.3),
              null,
              TrainingSpec.Precision.FLOAT32,
              1,
              3));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  /** The toy pictures below {@code folder}, made at the first call. */
  public static Dataset dataset(Path folder, int each) throws IOException {
    if (!Files.exists(folder.resolve("shapes"))) {
      ToyPictures.write(folder.resolve("shapes"), each);
    }
    return Dataset.read(of(1, 0.1).sources(), folder);
  }

  /** What a recipe learns from the toy pictures below {@code folder}, made at the first call. */
  public static LearningData data(Recipe recipe, Path folder, int each)
      throws IOException, InterruptedException {
    if (!Files.exists(folder.resolve("shapes"))) {
      ToyPictures.write(folder.resolve("shapes"), each);
    }
    PreparationListener silent = (done, total, bad) -> {};
    return LearningData.prepare(recipe, folder, folder.resolve("cache"), silent, silent);
  }

  /** Their cache, in the same folder. */
  public static PictureCache cache(Path folder, Dataset dataset) throws InterruptedException {
    return PictureCache.open(
        folder.resolve("cache"), PREPROCESSING, dataset.pictures(), (done, total, bad) -> {});
  }
}
