package org.ocellus.trainer.task;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.LongOptional;
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

  private final Sentences sentences;
  private final double weight;
  private final Tensor pictureMap;
  private final Tensor sentenceMap;

  /**
   * Adds the maps to the network's weights.
   *
   * @param weight what the loss is multiplied by
   */
  SentenceLoss(Network network, Sentences sentences, double weight) {
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
    // The same batch meets the same captions.
    SplittableRandom random = new SplittableRandom(Arrays.hashCode(items));
    List<Integer> rows = new ArrayList<>();
    List<float[]> said = new ArrayList<>();
    for (int row = 0; row < items.length; row++) {
      int[] own = sentences.of().get(items[row]);
      if (own != null) {
        rows.add(row);
        said.add(sentences.vectors()[own[random.nextInt(own.length)]]);
      }
    }
    int shown = rows.size();
    if (shown == 0) {
      return embedding.to(torch.ScalarType.Float).sum().mul(new Scalar(0));
    }
    for (int i = 0; i < OTHERS; i++) {
      said.add(sentences.vectors()[random.nextInt(sentences.vectors().length)]);
    }
    long[] chosen = rows.stream().mapToLong(Integer::longValue).toArray();
    Tensor pictures =
        embedding.index_select(0, Tensor.create(chosen)).to(torch.ScalarType.Float).mm(pictureMap);
    Tensor captions = tensor(said).mm(sentenceMap);
    Tensor logits =
        torch.normalize(pictures).mm(torch.normalize(captions).t()).mul(new Scalar(SCALE));
    Tensor byPicture = torch.log_softmax(logits, 1).diagonal().mean();
    Tensor bySentence =
        torch
            .log_softmax(logits.slice(1, new LongOptional(0), new LongOptional(shown), 1), 0)
            .diagonal()
            .mean();
    return byPicture.add(bySentence).mul(new Scalar(-weight / 2));
  }

  private static Tensor tensor(List<float[]> rows) {
    int length = rows.get(0).length;
    float[] all = new float[rows.size() * length];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i), 0, all, i * length, length);
    }
    return Tensor.create(all, rows.size(), length);
  }
}
