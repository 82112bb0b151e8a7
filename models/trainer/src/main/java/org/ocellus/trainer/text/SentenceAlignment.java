package org.ocellus.trainer.text;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.ocellus.model.Model;
import org.ocellus.model.TextEncoder;
import org.ocellus.trainer.data.CaptionedPicture;
import org.ocellus.trainer.data.DataException;
import org.ocellus.trainer.evaluation.RetrievalMeasures;
import org.ocellus.trainer.export.DerivedFolder;

/**
 * Makes a picture encoder understand sentences: embeds captioned pictures and their captions,
 * learns two projections into a common space, and writes a model folder with them.
 */
public final class SentenceAlignment {
  private static final int VIEWS = 6;
  private static final int BATCH = 1000;
  private static final int DIMENSION = 256;
  private static final int HIDDEN = 1024;
  private static final int REPORT_EACH = 500;
  private static final long SEED = 20261125;

  private final Path folder;
  private final String encoder;
  private final int epochs;
  private final Consumer<String> say;

  /**
   * Names what is to be aligned.
   *
   * @param folder the model folder of a picture encoder
   * @param encoder as {@code ocellus.text.encoder} in {@code config.json}
   * @param epochs at least 1
   * @param say hears how it goes; called by several threads
   */
  public SentenceAlignment(Path folder, String encoder, int epochs, Consumer<String> say) {
    if (epochs < 1) {
      throw new DataException("epochs must be >= 1, got " + epochs);
    }
    this.folder = folder;
    this.encoder = encoder;
    this.epochs = epochs;
    this.say = say;
  }

  /**
   * Learns and writes.
   *
   * @param captions a manifest with the splits train, dev and test
   * @param out the folder to write
   * @return what was measured on the test split, a Markdown table
   * @throws IOException if a model cannot be read or written
   * @throws DataException if a split has no captioned pictures
   */
  public String run(Path captions, Path out) throws IOException {
    DerivedFolder.requireOther(folder, out);
    List<CaptionedPicture> training = CaptionedPicture.read(captions, "train");
    List<CaptionedPicture> development = CaptionedPicture.read(captions, "dev");
    List<CaptionedPicture> test = CaptionedPicture.read(captions, "test");
    try (Model model = Model.open(folder, 1);
        TextEncoder sentences = TextEncoder.onClassPath(encoder, 1)) {
      CaptionedVectors learned = embed(model, sentences, training, VIEWS);
      CaptionedVectors watched = embed(model, sentences, development, 1);
      CaptionedVectors measured = embed(model, sentences, test, 1);
      try (Projections projections =
          new Projections(learned.pictures(), sentences.dimension(), DIMENSION, HIDDEN, SEED)) {
        new Alignment(learned, BATCH, epochs, SEED)
            .run(
                projections,
                watched,
                (epoch, loss, recall) ->
                    say.accept(
                        String.format(
                            Locale.ROOT,
                            "epoch %d/%d  loss %.3f  dev R@1 %.3f  R@5 %.3f  R@10 %.3f",
                            epoch,
                            epochs,
                            loss,
                            recall.recallAt(1),
                            recall.recallAt(5),
                            recall.recallAt(10))));
        AlignedFolder.write(folder, model, projections, encoder, out);
        String table = table(measured, measured.retrieval(projections));
        DerivedFolder.describe(
            folder,
            out,
            """
              ## Sentences

              `text_embedding` and `text_projection.onnx` take pictures and the vectors of the sentence \
              encoder %s to a space of %d numbers. Learned from %,d pictures with %,d captions; each \
              caption of the test split, asked of its pictures:

              %s"""
                .formatted(
                    encoder, DIMENSION, learned.views().length, learned.sentences().length, table));
        return table;
      }
    }
  }

  private CaptionedVectors embed(
      Model model, TextEncoder sentences, List<CaptionedPicture> pictures, int views)
      throws IOException {
    CaptionedRun.Listener listener =
        new CaptionedRun.Listener() {
          @Override
          public void embedded(int done) {
            if (done % REPORT_EACH == 0 || done == pictures.size()) {
              say.accept("embedded %,d of %,d pictures".formatted(done, pictures.size()));
            }
          }

          @Override
          public void skipped(String name, IOException why) {
            say.accept("left out: " + name + " (" + why.getMessage() + ")");
          }
        };
    return new CaptionedRun(model, sentences, views, listener).of(pictures);
  }

  private static String table(CaptionedVectors asked, RetrievalMeasures measured) {
    return String.format(
        Locale.ROOT,
        "| captions | pictures | R@1 | R@5 | R@10 |%n|---|---|---|---|---|%n| %,d | %,d | %.3f | %.3f |"
            + " %.3f |%n",
        asked.sentences().length,
        asked.views().length,
        measured.recallAt(1),
        measured.recallAt(5),
        measured.recallAt(10));
  }
}
