package org.ocellus.trainer.explain;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.ocellus.image.Tensor;
import org.ocellus.model.Model;
import org.ocellus.model.Prediction;
import org.ocellus.trainer.evaluation.ClassificationMeasures;
import org.ocellus.trainer.evaluation.Cosine;

/** What decided a class, or made two pictures similar, drawn over the picture. */
final class OcclusionSheet {
  private static final int SIDE = 342;
  private static final String METHOD =
      "A square of the picture's mean colour was laid on one part of it after the other. ";

  private OcclusionSheet() {}

  /**
   * What decided the likeliest class.
   *
   * @throws IllegalStateException if the model does not classify
   */
  static void ofClass(Path file, Model model, Subject subject) throws IOException {
    Tensor input = subject.input();
    Prediction prediction = model.predict(List.of(input)).getFirst();
    // By its number, for several classes may have one name.
    int number =
        ClassificationMeasures.likeliest(Objects.requireNonNull(prediction.probabilities()));
    String name = prediction.classes().names().get(number);
    Occlusion occlusion =
        Occlusion.of(model, input, p -> Objects.requireNonNull(p.probabilities())[number]);
    new Sheet("What decided \"%s\"".formatted(name))
        .text(
            METHOD
                + ("Red: this part covered, %s thinks \"%s\" less likely, so it speaks for it."
                        + " Blue: more likely, so it speaks against it.")
                    .formatted(model.name(), name))
        .tiles(
            tiles(
                subject,
                occlusion,
                guesses(prediction),
                "probability",
                without ->
                    "\"%s\" %s; now %s"
                        .formatted(
                            shortName(name),
                            number(Objects.requireNonNull(without.probabilities())[number]),
                            guesses(without))))
        .write(file);
  }

  /**
   * What makes each of two pictures similar to the other.
   *
   * @throws IllegalStateException if the model makes no embeddings
   */
  static void ofSimilarity(Path file, Model model, Subject first, Subject second)
      throws IOException {
    Sheet sheet =
        new Sheet("What makes %s and %s similar".formatted(first.name(), second.name()))
            .text(
                METHOD
                    + ("Red: this part covered, %s finds the two less similar (by the cosine of"
                            + " their embeddings), so it makes them similar. Blue: more similar, so"
                            + " it tells them apart.")
                        .formatted(model.name()));
    for (Subject subject : List.of(first, second)) {
      Subject other = subject == first ? second : first;
      float[] reference = embedding(model.predict(List.of(other.input())).getFirst());
      Occlusion occlusion =
          Occlusion.of(model, subject.input(), p -> Cosine.of(embedding(p), reference));
      sheet.tiles(
          tiles(
              subject,
              occlusion,
              "%s; its cosine with %s is %s"
                  .formatted(subject.name(), other.name(), number(occlusion.score())),
              "cosine",
              without -> "cosine " + number(Cosine.of(embedding(without), reference))));
    }
    sheet.write(file);
  }

  /**
   * What the embedding of a picture depends on, where there is neither class nor second picture.
   *
   * @throws IllegalStateException if the model makes no embeddings
   */
  static void ofEmbedding(Path file, Model model, Subject subject) throws IOException {
    float[] reference = embedding(model.predict(List.of(subject.input())).getFirst());
    Occlusion occlusion =
        Occlusion.of(model, subject.input(), p -> Cosine.of(embedding(p), reference));
    new Sheet("What the embedding of %s depends on".formatted(subject.name()))
        .text(
            METHOD
                + ("%s knows no classes, and there was no second picture, so shown is the"
                        + " similarity of the picture to itself: the redder, the more the"
                        + " embedding turns (1 − cosine) when this part is covered.")
                    .formatted(model.name()))
        .tiles(
            tiles(
                subject,
                occlusion,
                subject.name(),
                "cosine",
                without -> "cosine " + number(Cosine.of(embedding(without), reference))))
        .write(file);
  }

  private static List<Sheet.Tile> tiles(
      Subject subject,
      Occlusion occlusion,
      String caption,
      String score,
      Function<Prediction, String> said) {
    BufferedImage picture = Painting.of(subject.seen());
    BufferedImage shown = Painting.fitted(picture, SIDE, true);
    // Below this nothing changed, and a full colour would show the arithmetic's noise.
    float full = Math.max(1e-6f, occlusion.drops().greatest());
    return List.of(
        new Sheet.Tile(List.of(shown), caption),
        new Sheet.Tile(
            List.of(
                Painting.heat(shown, occlusion.drops(), full),
                Painting.scale(shown.getWidth(), 12)),
            "covered, the %s changes by +%s (full blue) to −%s (full red)"
                .formatted(score, number(full), number(full))),
        new Sheet.Tile(
            List.of(Painting.fitted(covered(picture, subject, occlusion), SIDE, true)),
            "covered where it costs most: " + said.apply(occlusion.without())));
  }

  /** Squares are of the network's input, which filters may have made smaller than the picture. */
  private static BufferedImage covered(
      BufferedImage picture, Subject subject, Occlusion occlusion) {
    Occlusion.Square square = occlusion.decisiveSquare();
    double x = (double) picture.getWidth() / subject.input().shape()[3];
    double y = (double) picture.getHeight() / subject.input().shape()[2];
    BufferedImage covered =
        Painting.fitted(picture, Math.max(picture.getWidth(), picture.getHeight()), false);
    Graphics2D graphics = covered.createGraphics();
    graphics.setColor(Painting.mean(picture));
    graphics.fillRect(
        (int) Math.round(x * square.left()),
        (int) Math.round(y * square.top()),
        (int) Math.round(x * (square.right() - square.left())),
        (int) Math.round(y * (square.bottom() - square.top())));
    graphics.dispose();
    return covered;
  }

  private static String guesses(Prediction prediction) {
    return prediction.top(3).stream()
        .map(label -> shortName(label.name()) + " " + number(label.probability()))
        .collect(Collectors.joining(", "));
  }

  /** The first of a class's synonyms. */
  private static String shortName(String label) {
    int comma = label.indexOf(',');
    return comma < 0 ? label : label.substring(0, comma);
  }

  private static float[] embedding(Prediction prediction) {
    return Objects.requireNonNull(prediction.embedding());
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }
}
