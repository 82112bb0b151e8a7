package org.ocellus.trainer.evaluation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.ocellus.image.Tensor;
import org.ocellus.model.Caption;
import org.ocellus.model.Generation;
import org.ocellus.model.ImageCaptioner;
import org.ocellus.trainer.caption.CaptionScores;
import org.ocellus.trainer.caption.ScoredCaption;
import org.ocellus.trainer.data.CaptionedPicture;
import org.ocellus.trainer.data.DataException;
import org.ocellus.trainer.data.PictureFile;

/** Measures a captioner, as the engine runs it, on pictures that people have described. */
public final class CaptionEvaluation {
  private static final int BATCH = 16;

  private CaptionEvaluation() {}

  /**
   * Captions all pictures and scores the sentences.
   *
   * @param listener hears of progress, and of pictures that cannot be read, which are left out
   * @throws IOException if the network fails
   * @throws DataException if no picture can be read
   */
  public static CaptionReport of(
      ImageCaptioner captioner,
      Generation generation,
      List<CaptionedPicture> pictures,
      EvaluationListener listener)
      throws IOException {
    long start = System.nanoTime();
    List<CaptionReport.Result> results = new ArrayList<>();
    for (int from = 0; from < pictures.size(); from += BATCH) {
      int to = Math.min(from + BATCH, pictures.size());
      List<CaptionedPicture> read = new ArrayList<>();
      List<Tensor> inputs = new ArrayList<>();
      for (CaptionedPicture picture : pictures.subList(from, to)) {
        PictureFile file = new PictureFile(picture.file());
        try {
          inputs.add(captioner.preprocessing().apply(file.decode(captioner.preprocessing())));
          read.add(picture);
        } catch (IOException e) {
          listener.skipped(file.name(), e);
        }
      }
      List<Caption> captions = captioner.caption(inputs, generation);
      for (int i = 0; i < read.size(); i++) {
        results.add(new CaptionReport.Result(read.get(i), captions.get(i)));
      }
      listener.progress(to, pictures.size());
    }
    if (results.isEmpty()) {
      throw new DataException("no picture of the manifest can be read; correct its paths");
    }
    return new CaptionReport(
        generation,
        CaptionScores.of(
            results.stream()
                .map(r -> ScoredCaption.of(r.caption().text(), r.picture().captions()))
                .toList()),
        results,
        pictures.size() - results.size(),
        results.size() / ((System.nanoTime() - start) / 1e9));
  }
}
