package org.ocellus.trainer.task;

import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import org.ocellus.trainer.network.Activation;
import org.ocellus.trainer.network.BatchNorm;
import org.ocellus.trainer.network.Dropout;
import org.ocellus.trainer.network.Layer;
import org.ocellus.trainer.network.Linear;
import org.ocellus.trainer.network.Residual;
import org.ocellus.trainer.recipe.TaskSpec;

/**
 * Learning where a teacher places pictures among sentences: by the cosine of the two places, of any
 * picture; and of pictures with captions by how likely each caption is for a picture, and each
 * picture for a caption, to the teacher.
 */
public final class TextEmbeddingLoss {
  /** The output that says where a picture lies. */
  public static final String OUTPUT = "text_embedding";

  private static final int HIDDEN = 1024;
  private static final double DROPOUT = 0.1;

  /** So many captions of other pictures are compared beside those of the batch. */
  private static final int OTHERS = 2048;

  /** What cosines are multiplied by before they become probabilities. */
  private static final double SCALE = 20;

  private final TaskSpec.TextEmbedding spec;
  private final @Nullable CaptionVectors sentences;

  /**
   * Prepares the loss.
   *
   * @param sentences captions in the teacher's space; null if none are learned by
   */
  TextEmbeddingLoss(TaskSpec.TextEmbedding spec, @Nullable CaptionVectors sentences) {
    this.spec = spec;
    this.sentences = sentences;
  }

  /** What takes embeddings to the space: a linear layer beside one with a hidden layer. */
  static List<Layer> head(int dimension) {
    return List.of(
        BatchNorm.STANDARD,
        new Residual(
            List.of(
                new Linear(HIDDEN, true),
                Activation.SILU,
                new Dropout(DROPOUT),
                new Linear(dimension, true)),
            List.of(new Linear(dimension, true))));
  }

  /**
   * The weighted loss of a batch.
   *
   * @param student {@code [N, dimension]}, need not be normalised
   * @param teacher {@code [N, dimension]} of float32, need not be normalised
   * @param items the pictures' numbers
   */
  Tensor of(Tensor student, Tensor teacher, int[] items) {
    Tensor places = torch.normalize(student.to(torch.ScalarType.Float));
    Tensor wanted = torch.normalize(teacher);
    Tensor apart = places.mul(wanted).sum(1).mean().neg().add(new Scalar(1));
    Tensor loss = apart.mul(new Scalar(spec.weight()));
    TaskSpec.Captions captions = spec.captions();
    if (captions == null || sentences == null) {
      return loss;
    }
    DrawnCaptions drawn = DrawnCaptions.of(sentences, items, OTHERS);
    return drawn.isEmpty()
        ? loss
        : loss.add(divergence(places, wanted, drawn).mul(new Scalar(captions.weight())));
  }

  /** The mean of the divergences of captions by picture and of pictures by caption. */
  private static Tensor divergence(Tensor places, Tensor wanted, DrawnCaptions drawn) {
    Tensor captions = torch.normalize(drawn.tensor()).t().mul(new Scalar(SCALE));
    Tensor student = drawn.chosen(places).mm(captions);
    Tensor teacher = drawn.chosen(wanted).mm(captions);
    Tensor ofPictures = divergence(drawn.own(student), drawn.own(teacher), 0);
    return divergence(student, teacher, 1).add(ofPictures).mul(new Scalar(0.5));
  }

  private static Tensor divergence(Tensor student, Tensor teacher, long dimension) {
    Tensor wanted = torch.log_softmax(teacher, dimension);
    return wanted
        .exp()
        .mul(wanted.sub(torch.log_softmax(student, dimension)))
        .sum(dimension)
        .mean();
  }
}
