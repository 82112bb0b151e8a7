package org.ocellus.trainer.captioner;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.ocellus.trainer.data.CaptionedPicture;
import org.ocellus.trainer.data.PreparationListener;

/**
 * What a captioner learns from.
 *
 * @param encoder what it sees with
 * @param vocabulary the words of the training captions
 * @param training pictures that are trained on
 * @param development pictures that are measured on
 */
public record CaptionData(
    FrozenEncoder encoder,
    CaptionVocabulary vocabulary,
    CaptionedPlanes training,
    CaptionedPlanes development) {

  /**
   * Reads the captions and looks at the pictures; what is in the cache already is taken from there.
   *
   * @param data the folder that the recipe's paths are relative to
   * @param cache the folder of the planes
   * @param listener hears how many pictures were looked at
   * @throws org.ocellus.trainer.data.DataException if encoder, captions or pictures cannot be read
   * @throws InterruptedException if interrupted; what was done is kept
   */
  public static CaptionData prepare(
      CaptionerRecipe recipe, Path data, Path cache, PreparationListener listener)
      throws InterruptedException {
    CaptionerRecipe.Captions captions = recipe.captions();
    Path manifest = data.resolve(captions.manifest());
    List<CaptionedPicture> training = CaptionedPicture.read(manifest, captions.training());
    List<CaptionedPicture> development = CaptionedPicture.read(manifest, captions.development());
    FrozenEncoder encoder = FrozenEncoder.open(data.resolve(recipe.encoder()));
    int threads =
        recipe.training().threads() > 0
            ? recipe.training().threads()
            : Runtime.getRuntime().availableProcessors();
    CaptionedPlanes learned = CaptionedPlanes.compute(encoder, training, cache, threads, listener);
    CaptionedPlanes measured =
        CaptionedPlanes.compute(encoder, development, cache, threads, listener);
    List<List<String>> sentences = new ArrayList<>();
    for (int i = 0; i < learned.size(); i++) {
      sentences.addAll(learned.sentences(i));
    }
    return new CaptionData(
        encoder, CaptionVocabulary.of(sentences, captions.minimum()), learned, measured);
  }
}
