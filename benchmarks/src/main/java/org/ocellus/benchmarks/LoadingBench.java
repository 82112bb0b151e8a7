package org.ocellus.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.ocellus.trainer.data.BatchLoader;
import org.ocellus.trainer.data.Dataset;
import org.ocellus.trainer.data.LoadingPlan;
import org.ocellus.trainer.data.PictureCache;
import org.ocellus.trainer.recipe.Recipe;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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

  @Mixin private final RecipePictures pictures = new RecipePictures();

  @Option(names = "--epochs", defaultValue = "3", description = "How often all is loaded.")
  private int epochs;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = Objects.requireNonNull(command).commandLine().getOut();
    Recipe recipe = pictures.recipe();
    Dataset dataset = pictures.dataset(recipe);
    PictureCache cache = pictures.cache(recipe, dataset);
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
