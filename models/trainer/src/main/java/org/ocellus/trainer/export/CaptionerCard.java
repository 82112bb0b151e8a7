package org.ocellus.trainer.export;

import java.util.List;
import java.util.Locale;
import org.ocellus.trainer.captioner.CaptionData;
import org.ocellus.trainer.captioner.CaptionNetwork;
import org.ocellus.trainer.captioner.CaptionerRecipe;
import org.ocellus.trainer.training.EpochMetrics;

/**
 * A captioner's model card.
 *
 * @param command what made the model, to be run again
 * @param history the epochs so far; the last is the one exported
 */
public record CaptionerCard(
    CaptionerRecipe recipe, String command, CaptionData data, List<EpochMetrics> history) {

  String text(CaptionNetwork network, long encoder, long decoder, double parity) {
    StringBuilder md = new StringBuilder();
    EpochMetrics last = history.getLast();
    line(md, "# %s%n%n%s%n", recipe.name(), recipe.summary());
    line(md, "| | |%n|---|---|");
    line(
        md,
        "| `encoder_model.onnx` | %.1f MB; the image network `%s`, unchanged, up to its last planes"
            + " (%d × %d × %d), then %d places of width %d |",
        encoder / 1e6,
        data.encoder().name(),
        data.encoder().planes().channels(),
        data.encoder().planes().height(),
        data.encoder().planes().width(),
        data.encoder().planes().area(),
        recipe.decoder().width());
    line(
        md,
        "| `decoder_model.onnx` | %.1f MB; %d transformer layers of %d heads; %,d words, at most %d in"
            + " a sentence |",
        decoder / 1e6,
        recipe.decoder().layers(),
        recipe.decoder().heads(),
        data.vocabulary().size(),
        recipe.captions().longest());
    line(md, "| trained | %,d parameters |", network.weights().parameterCount());
    line(md, "%n## Data%n%n%s", recipe.captions().about());
    line(
        md,
        "%n%,d pictures trained on, %,d measured on.",
        data.training().size(),
        data.development().size());
    line(md, "%n## Recipe%n%n```sh%n%s%n```%n", command);
    line(
        md,
        "At most %d epochs of %,d captions in batches of %d, %s, %s, %s; %.0f captions/s, %.0f"
            + " minutes so far.",
        recipe.training().epochs(),
        last.images(),
        recipe.training().batch(),
        recipe.training().optimiser(),
        recipe.training().schedule(),
        recipe.selfCritical() == null
            ? "label smoothing " + recipe.labelSmoothing()
            : "%d of its own of each picture, weighed by CIDEr-D"
                .formatted(recipe.selfCritical().samples()),
        last.imagesPerSecond(),
        history.stream().mapToDouble(EpochMetrics::seconds).sum() / 60);
    line(
        md,
        "%n## Figures%n%nOn the split `%s`, greedily searched; loss is in nats a word, scores are"
            + " times 100:%n%n| measure | value |%n|---|---|",
        recipe.captions().development());
    last.validation().forEach((name, value) -> line(md, "| %s | %.2f |", name, value));
    line(
        md,
        "%nAfter epoch %d, the best so far; training loss %.3f. ONNX Runtime and the trainer differ"
            + " by at most %.1e.",
        last.epoch(),
        last.loss(),
        parity);
    if (!recipe.limits().isEmpty()) {
      line(md, "%n## What it is bad at%n");
      recipe.limits().forEach(limit -> line(md, "- %s", limit));
    }
    return md.toString();
  }

  private static void line(StringBuilder md, String format, Object... values) {
    md.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
