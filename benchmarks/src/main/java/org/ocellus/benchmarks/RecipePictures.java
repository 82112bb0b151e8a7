package org.ocellus.benchmarks;

import java.nio.file.Path;
import org.ocellus.trainer.data.Dataset;
import org.ocellus.trainer.data.PictureCache;
import org.ocellus.trainer.recipe.Recipe;
import org.ocellus.trainer.recipe.RecipeReader;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options that name a recipe and its pictures. */
final class RecipePictures {
  @Parameters(paramLabel = "RECIPE", description = "Whose pictures are loaded as it says.")
  private Path recipe = Path.of("");

  @Option(names = "--data", required = true, paramLabel = "DIR", description = "Its data.")
  private Path data = Path.of("");

  @Option(names = "--cache", required = true, paramLabel = "DIR", description = "Its cache.")
  private Path cache = Path.of("");

  Recipe recipe() {
    return RecipeReader.read(recipe);
  }

  Dataset dataset(Recipe of) {
    return Dataset.read(of.sources(), data);
  }

  /** The pictures decoded; those that are not yet are decoded now. */
  PictureCache cache(Recipe of, Dataset dataset) throws InterruptedException {
    return PictureCache.open(
        cache, of.cachedPreprocessing(), dataset.pictures(), (done, total, bad) -> {});
  }
}
