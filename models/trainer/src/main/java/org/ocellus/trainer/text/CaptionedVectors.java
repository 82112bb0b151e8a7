package org.ocellus.trainer.text;

import org.ocellus.model.Metric;
import org.ocellus.trainer.evaluation.LabelledVectors;
import org.ocellus.trainer.evaluation.RetrievalMeasures;

/**
 * Pictures and the sentences about them, as vectors.
 *
 * @param views the embeddings of each picture's views, at least one; the first is the picture as it
 *     is
 * @param sentences the vectors of all sentences
 * @param pictureOf which picture each sentence is about
 */
@SuppressWarnings("ArrayRecordComponent")
record CaptionedVectors(float[][][] views, float[][] sentences, int[] pictureOf) {
  CaptionedVectors {
    if (sentences.length != pictureOf.length) {
      throw new IllegalArgumentException(
          "%d sentences are about %d pictures".formatted(sentences.length, pictureOf.length));
    }
  }

  /** The embeddings of the pictures as they are. */
  float[][] pictures() {
    float[][] pictures = new float[views.length][];
    for (int i = 0; i < pictures.length; i++) {
      pictures[i] = views[i][0];
    }
    return pictures;
  }

  /** How well each sentence finds its picture among all, in the common space. */
  RetrievalMeasures retrieval(Projections projections) {
    int[][] picturesLabels = new int[views.length][];
    for (int i = 0; i < picturesLabels.length; i++) {
      picturesLabels[i] = new int[] {i};
    }
    int[][] sentencesLabels = new int[sentences.length][];
    for (int i = 0; i < sentencesLabels.length; i++) {
      sentencesLabels[i] = new int[] {pictureOf[i]};
    }
    return RetrievalMeasures.of(
        new LabelledVectors(
            Projections.project(projections.sentences(), sentences), sentencesLabels),
        new LabelledVectors(
            Projections.project(projections.pictures(), pictures()), picturesLabels),
        Metric.COSINE);
  }
}
