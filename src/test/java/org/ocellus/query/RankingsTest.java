package org.ocellus.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ocellus.query.VisualQuery.fused;
import static org.ocellus.query.VisualQuery.keyword;
import static org.ocellus.query.VisualQuery.similarTo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.Drawing;
import org.ocellus.image.ImageDecoder;
import org.ocellus.index.KeptCalibration;
import org.ocellus.index.Picture;
import org.ocellus.index.PictureIndex;
import org.ocellus.index.Space;
import org.ocellus.index.VectorStorage;
import org.ocellus.ingest.PictureReader;
import org.ocellus.model.Metric;
import org.ocellus.model.Model;
import org.ocellus.model.TinyModel;

/** One question ranked to several depths. */
class RankingsTest {
  @TempDir Path folder;

  @Test
  void anExamplePictureIsReadOnceHoweverOftenItIsRankedBy() throws IOException {
    Path red = Drawing.plain(folder.resolve("red.png"), 255, 0, 0);
    try (Model model = Model.open(TinyModel.write(folder.resolve("model")));
        PictureIndex index =
            PictureIndex.open(
                folder.resolve("index"), VectorStorage.of(Metric.COSINE), null, null)) {
      float[] vector = new float[TinyModel.DIMENSION];
      vector[0] = 1;
      index.put(
          PictureReader.said(Picture.ofVector("one", vector).keywords("tag")),
          vector,
          Space.ofOwnVectors(vector.length));
      index.commit();
      Examples examples = new Examples(index, model, new ImageDecoder());
      KeptCalibration none = new KeptCalibration(null, null);
      VisualQuery query = fused(keyword("tag"), similarTo(red));
      Ranking deeper =
          index.read(
              searcher -> {
                Rankings rankings =
                    new Rankings(searcher, index, examples, new Sentences(index, null), none);
                assertThat(rankings.of(query, 51).ranked()).hasSize(1);
                Files.delete(red);
                return rankings.of(query, 501);
              });
      assertThat(deeper.ranked()).hasSize(1);
    }
  }
}
