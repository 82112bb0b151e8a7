package org.ocellus.trainer.task;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.ocellus.trainer.network.Network;
import org.ocellus.trainer.network.Weights;

/**
 * Learning which caption belongs to which picture, beside something else: of a batch, the pictures
 * that have captions should tell one of theirs from each other's and from a thousand more, and it
 * them (InfoNCE, van den Oord et al., 2018), in a space that both are taken to by a linear map. The
 * maps are only for learning; {@code align} learns those that are used.
 */
final class SentenceLoss {
  private static final int DIMENSION = 256;
  private static final int OTHERS = 1024;

  /** What cosines are multiplied by. */
  private static final double SCALE = 20;

  private final CaptionVectors sentences;
  private final double weight;
  private final Tensor pictureMap;
  private final Tensor sentenceMap;

  /**
   * Adds the maps to the network's weights.
   *
   * @param weight what the loss is multiplied by
   */
  SentenceLoss(Network network, CaptionVectors sentences, double weight) {
    this.sentences = sentences;
    this.weight = weight;
    Weights weights = network.weights();
    pictureMap = map(weights, "sentences.picture", network.spec().dimension());
    sentenceMap = map(weights, "sentences.sentence", sentences.vectors()[0].length);
  }

  private static Tensor map(Weights weights, String name, int from) {
    return weights.normal(name, 1 / Math.sqrt(from), from, DIMENSION);
  }

  /**
   * The loss of a batch, 0 if no picture of it has captions.
   *
   * @param embedding {@code [N, dimension]}, need not be normalised
   * @param items the pictures' numbers
   */
  Tensor of(Tensor embedding, int[] items) {
    DrawnCaptions drawn = DrawnCaptions.of(sentences, items, OTHERS);
    if (drawn.isEmpty()) {
      return embedding.to(torch.ScalarType.Float).sum().mul(new Scalar(0));
    }
    Tensor pictures = drawn.chosen(embedding).to(torch.ScalarType.Float).mm(pictureMap);
    Tensor captions = drawn.tensor().mm(sentenceMap);
    Tensor logits =
        torch.normalize(pictures).mm(torch.normalize(captions).t()).mul(new Scalar(SCALE));
    Tensor byPicture = torch.log_softmax(logits, 1).diagonal().mean();
    Tensor bySentence = torch.log_softmax(drawn.own(logits), 0).diagonal().mean();
    return byPicture.add(bySentence).mul(new Scalar(-weight / 2));
  }
}
