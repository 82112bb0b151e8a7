package org.ocellus.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.ocellus.trainer.data.BatchLoader;
import org.ocellus.trainer.data.Dataset;
import org.ocellus.trainer.data.LoadingPlan;
import org.ocellus.trainer.data.PictureCache;
import org.ocellus.trainer.recipe.Recipe;
import org.ocellus.trainer.recipe.RecipeReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Images a second that the trainer's loader takes from the cache, varies and batches while nothing
 * is trained, and the processor time of one, which other work on the machine changes less.
 */
@Command(
    name = "loading",
    mixinStandardHelpOptions = true,
    description = "Speed of the trainer's loader alone.")
final class LoadingBench implements Callable<Integer> {
  @Spec private @Nullable CommandSpec command;

  @Parameters(paramLabel = "RECIPE", description = "Its sources and augmentations are loaded.")
  private Path recipeFile = Path.of("");

  @Option(names = "--data", required = true, paramLabel = "DIR", description = "Its data.")
  private Path data = Path.of("");

  @Option(names = "--cache", required = true, paramLabel = "DIR", description = "Its cache.")
  private Path cacheFolder = Path.of("");

  @Option(names = "--epochs", defaultValue = "3", description = "How often all is loaded.")
  private int epochs;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = Objects.requireNonNull(command).commandLine().getOut();
    Recipe recipe = RecipeReader.read(recipeFile);
    Dataset dataset = Dataset.read(recipe.sources(), data);
    PictureCache cache =
        PictureCache.open(
            cacheFolder,
            recipe.cachedPreprocessing(),
            dataset.pictures(),
            (done, total, bad) -> {});
    int[] items = dataset.split(0, 1, cache::usable).training();
    out.printf("%s%n%s, batch %d%n%n", BenchCommand.machine(), recipe.name(), batch(recipe));
    out.printf("| epoch | images/s | µs of processor time an image |%n|---|---|---|%n");
    for (int epoch = 1; epoch <= epochs; epoch++) {
      int[] order = dataset.order(items, 1, epoch);
      LoadingPlan plan = LoadingPlan.training(order, items, batch(recipe), epoch);
      long start = System.nanoTime();
      long processor = processorNanos();
      long images = 0;
      try (BatchLoader loader = new BatchLoader(dataset, cache, recipe.preprocessing(), plan)) {
        for (var loaded = loader.next(); loaded != null; loaded = loader.next()) {
          images += loaded.length();
        }
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      double micros = (processorNanos() - processor) / 1e3;
      out.printf("| %d | %.0f | %.1f |%n", epoch, images / seconds, micros / images);
      out.flush();
    }
    return 0;
  }

  private static int batch(Recipe recipe) {
    return recipe.training().batch();
  }

  /** Of the whole process: the loader's threads, the collector and the compiler. */
  private static long processorNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
