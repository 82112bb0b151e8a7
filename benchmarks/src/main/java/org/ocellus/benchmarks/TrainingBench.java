package org.ocellus.benchmarks;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import org.ocellus.trainer.data.Batch;
import org.ocellus.trainer.data.BatchLoader;
import org.ocellus.trainer.data.Dataset;
import org.ocellus.trainer.data.LoadingPlan;
import org.ocellus.trainer.data.PictureCache;
import org.ocellus.trainer.network.Network;
import org.ocellus.trainer.network.NetworkSpec;
import org.ocellus.trainer.network.Outputs;
import org.ocellus.trainer.network.ResNet;
import org.ocellus.trainer.recipe.Recipe;
import org.ocellus.trainer.recipe.TrainingSpec;
import org.ocellus.trainer.task.Classes;
import org.ocellus.trainer.task.Classification;
import org.ocellus.trainer.training.Learner;
import org.ocellus.trainer.training.PictureTask;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Images a second of the trainer's loop on pictures that are decoded, varied and batched beside it;
 * of the same loop on one batch in memory; and of the same network in bare libtorch calls on that
 * batch. The three take turns, so that a noisy machine harms all alike.
 */
@Command(
    name = "training",
    mixinStandardHelpOptions = true,
    description = "Speed of the training loop beside bare libtorch.")
final class TrainingBench implements Callable<Integer> {
  private static final int WARM_UP = 5;

  @Spec private @Nullable CommandSpec command;

  @Mixin private final RecipePictures pictures = new RecipePictures();

  @Option(names = "--threads", defaultValue = "2", description = "libtorch's threads.")
  private int threads;

  @Option(names = "--steps", defaultValue = "40", description = "Steps in a turn.")
  private int steps;

  @Option(names = "--rounds", defaultValue = "7", description = "Turns of each.")
  private int rounds;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = Objects.requireNonNull(command).commandLine().getOut();
    Recipe recipe = pictures.recipe();
    TrainingSpec spec = recipe.training();
    if (!(recipe.architecture() instanceof ResNet resNet)) {
      throw new IllegalArgumentException(
          recipe.name() + " is no residual network; give the recipe of one");
    }
    Dataset dataset = pictures.dataset(recipe);
    PictureCache cache = pictures.cache(recipe, dataset);
    int classes = dataset.vocabulary().size();
    torch.set_num_threads(threads);
    boolean bfloat16 = spec.precision() != TrainingSpec.Precision.FLOAT32;
    int[] order = dataset.order(dataset.split(0, 1, cache::usable).training(), 1, 1);
    LoadingPlan plan = LoadingPlan.training(order, order, spec.batch(), 1);
    double[][] speeds = new double[3][rounds];
    NetworkSpec layers = resNet.network().withLinearHead(NetworkSpec.LOGITS, classes);
    try (Network network = new Network(layers, 1);
        Learner<Batch, Outputs> learner =
            new Learner<>(
                new PictureTask(
                    network, new Classification(dataset, Classes.labelsOf(dataset), 0.1)),
                spec);
        BareResNet bare = new BareResNet(resNet, classes);
        BatchLoader kept = new BatchLoader(dataset, cache, recipe.preprocessing(), plan);
        BatchLoader loader = new BatchLoader(dataset, cache, recipe.preprocessing(), plan);
        PointerScope scope = new PointerScope()) {
      Batch one = Objects.requireNonNull(kept.next());
      Tensor shown = one.pictures();
      Tensor targets = one.targets();
      Runnable ours = () -> learner.step(one, 0.01);
      Runnable theirs = () -> bare.step(shown, targets, bfloat16);
      Runnable real =
          () -> {
            try {
              learner.step(Objects.requireNonNull(loader.next(), "give more pictures"), 0.01);
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          };
      for (int i = 0; i < WARM_UP; i++) {
        real.run();
        ours.run();
        theirs.run();
      }
      for (int r = 0; r < rounds; r++) {
        speeds[0][r] = speed(real, spec.batch());
        speeds[1][r] = speed(ours, spec.batch());
        speeds[2][r] = speed(theirs, spec.batch());
      }
    }
    out.printf("%s, %d threads of libtorch%n", BenchCommand.machine(), threads);
    out.printf("%s, batch %d, %s%n%n", recipe.name(), spec.batch(), bfloat16 ? "bf16" : "f32");
    out.printf("| loop | images/s | of bare libtorch |%n|---|---|---|%n");
    row(out, "ours, pictures varied beside it", speeds[0], speeds[2]);
    row(out, "ours, one batch in memory", speeds[1], speeds[2]);
    row(out, "bare libtorch, one batch in memory", speeds[2], speeds[2]);
    out.printf("%nReal data to one batch in memory: %s%n", spread(ratios(speeds[0], speeds[1])));
    out.flush();
    return 0;
  }

  private double speed(Runnable step, int batch) {
    long start = System.nanoTime();
    for (int i = 0; i < steps; i++) {
      step.run();
    }
    return steps * batch / ((System.nanoTime() - start) / 1e9);
  }

  private static void row(PrintWriter out, String name, double[] speeds, double[] bare) {
    out.printf("| %s | %.0f | %s |%n", name, median(speeds), spread(ratios(speeds, bare)));
  }

  private static double[] ratios(double[] ours, double[] theirs) {
    double[] ratios = new double[ours.length];
    Arrays.setAll(ratios, i -> ours[i] / theirs[i]);
    return ratios;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  /** Median, least and greatest of ratios of the same round. */
  private static String spread(double[] ratios) {
    double[] sorted = ratios.clone();
    Arrays.sort(sorted);
    return "%.2f (%.2f–%.2f)".formatted(median(ratios), sorted[0], sorted[sorted.length - 1]);
  }
}
