package org.ocellus.trainer.export;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.ocellus.trainer.data.Dataset;
import org.ocellus.trainer.data.PictureSource;
import org.ocellus.trainer.network.Network;
import org.ocellus.trainer.network.NetworkSpec;
import org.ocellus.trainer.recipe.Recipe;
import org.ocellus.trainer.recipe.TrainingSpec;
import org.ocellus.trainer.task.Classification;
import org.ocellus.trainer.training.EpochMetrics;
import org.ocellus.trainer.training.LearningData;

/**
 * The model card: what the model is, what it learned from, how to make it again, what was measured
 * and what it is bad at. Figures come from the training itself.
 *
 * @param recipe the recipe
 * @param command what made the model, to be run again
 * @param data what it learned from
 * @param history the epochs so far; the last is the one exported
 */
public record ModelCard(
    Recipe recipe, String command, LearningData data, List<EpochMetrics> history) {

  Dataset dataset() {
    return data.dataset();
  }

  /** What logits are divided by, as the last epoch measured it; 1 where there are none. */
  double temperature() {
    return history.getLast().validation().getOrDefault(Classification.TEMPERATURE, 1.0);
  }

  String text(Network network, long bytes, double parity) {
    StringBuilder md = new StringBuilder();
    md.append("# ").append(recipe.name()).append("\n\n").append(recipe.summary()).append("\n\n");
    line(
        md,
        "| | |%n|---|---|%n| network | %,d parameters, %.1f MB |",
        network.spec().parameters(),
        bytes / 1e6);
    line(md, "| input | `%s` [N, %s] |", OnnxExport.INPUT, network.spec().input());
    line(
        md,
        "| outputs | `%s` [N, %d], not normalised%s |",
        NetworkSpec.EMBEDDING,
        network.spec().dimension(),
        network.spec().heads().keySet().stream()
            .map(head -> "; `" + head + "` [N, " + network.spec().output(head) + "]")
            .collect(Collectors.joining()));
    line(md, "| metric | cosine |");
    sources(md);
    recipe(md);
    figures(md, parity);
    if (!recipe.limits().isEmpty()) {
      md.append("\n## What it is bad at\n\n");
      recipe.limits().forEach(limit -> md.append("- ").append(limit).append('\n'));
    }
    return md.toString();
  }

  private void sources(StringBuilder md) {
    md.append(
        "\n## Data\n\n| source | pictures | weight | what and licence |\n|---|---|---|---|\n");
    for (int s = 0; s < dataset().sources().size(); s++) {
      PictureSource source = dataset().sources().get(s);
      int number = s;
      long count =
          IntStream.range(0, dataset().size()).filter(i -> dataset().sourceOf(i) == number).count();
      line(md, "| %s | %,d | %s | %s |", source.name(), count, source.weight(), source.about());
    }
    line(
        md,
        "%n%,d labels. %,d pictures trained on, %,d held out, %,d undecodable.",
        dataset().vocabulary().size(),
        data.split().training().length,
        data.split().validation().length,
        data.cache().bad());
  }

  private void recipe(StringBuilder md) {
    TrainingSpec training = recipe.training();
    EpochMetrics last = history.getLast();
    line(md, "%n## Recipe%n%n```sh%n%s%n```%n", command);
    line(
        md,
        "%d epochs of about %,d pictures in batches of %d, %s, %s, %s, %s; %.0f images/s, %.0f"
            + " minutes.",
        training.epochs(),
        last.images(),
        training.batch(),
        recipe.task(),
        training.optimiser(),
        training.schedule(),
        training.precision().name().toLowerCase(Locale.ROOT),
        last.imagesPerSecond(),
        history.stream().mapToDouble(EpochMetrics::seconds).sum() / 60);
  }

  private void figures(StringBuilder md, double parity) {
    EpochMetrics last = history.getLast();
    line(
        md,
        "%n## Figures%n%nOn %,d held-out pictures, %s:%n",
        data.split().validation().length,
        recipe.validation());
    md.append("| measure | value |\n|---|---|\n");
    last.validation().forEach((name, value) -> line(md, "| %s | %.4f |", name, value));
    line(
        md,
        "%nAfter epoch %d of %d; training loss %.3f%s. ONNX Runtime and the trainer differ by at"
            + " most %.1e.",
        last.epoch(),
        recipe.training().epochs(),
        last.loss(),
        last.training().entrySet().stream()
            .map(e -> String.format(Locale.ROOT, ", %s %.4f", e.getKey(), e.getValue()))
            .collect(Collectors.joining()),
        parity);
  }

  private static void line(StringBuilder md, String format, Object... values) {
    md.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
