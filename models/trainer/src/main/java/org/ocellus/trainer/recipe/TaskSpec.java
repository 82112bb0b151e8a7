package org.ocellus.trainer.recipe;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a network learns to do. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
@JsonSubTypes({
  @JsonSubTypes.Type(value = TaskSpec.Classification.class, name = "classification"),
  @JsonSubTypes.Type(value = TaskSpec.Regression.class, name = "regression"),
  @JsonSubTypes.Type(value = TaskSpec.Embedding.class, name = "embedding"),
  @JsonSubTypes.Type(value = TaskSpec.Distillation.class, name = "distillation"),
})
public sealed interface TaskSpec {
  /** Whether the network gets a head that tells the pictures' labels apart. */
  default boolean learnsLabels() {
    return this instanceof Classification
        || this instanceof Distillation d && d.labels() > 0 && d.logits() == null;
  }

  /** Whether the network gets a head that tells a teacher's classes apart. */
  default boolean learnsTeachersClasses() {
    return this instanceof Distillation d && d.logits() != null;
  }

  /**
   * Telling the labels apart, by cross-entropy.
   *
   * @param labelSmoothing probability spread over all labels (Szegedy et al., 2016), none by
   *     default
   */
  record Classification(@Nullable Double labelSmoothing) implements TaskSpec {
    /** Checks the range. */
    public Classification {
      labelSmoothing = labelSmoothing == null ? 0.0 : labelSmoothing;
      check(
          labelSmoothing >= 0 && labelSmoothing < 1,
          "'labelSmoothing' must be in [0, 1), got " + labelSmoothing);
    }
  }

  /**
   * Saying the continuous targets of a manifest, by squared error or Huber's loss.
   *
   * @param huber where Huber's loss becomes straight, in standard deviations of the target; absent
   *     for squared error
   */
  record Regression(@Nullable Double huber) implements TaskSpec {
    /** Checks the range. */
    public Regression {
      check(huber == null || huber > 0, "'huber' must be > 0, got " + huber);
    }
  }

  /**
   * Placing pictures of one label together and of different labels apart, for a search by cosine;
   * by one of two losses, or by their sum.
   *
   * @param proxyAnchor options of one loss, or absent
   * @param supervisedContrastive options of the other, or absent
   */
  record Embedding(
      @Nullable ProxyAnchor proxyAnchor, @Nullable SupervisedContrastive supervisedContrastive)
      implements TaskSpec {
    /** Checks that there is a loss. */
    public Embedding {
      check(
          proxyAnchor != null || supervisedContrastive != null,
          "no loss is named; give 'proxyAnchor', 'supervisedContrastive' or both");
    }
  }

  /**
   * Kim et al., "Proxy Anchor Loss for Deep Metric Learning", 2020.
   *
   * @param alpha how much the hardest pictures outweigh the others; 32 in the paper
   * @param margin of the cosine, on either side; 0.1 in the paper
   */
  record ProxyAnchor(
      @JsonProperty(required = true) double alpha, @JsonProperty(required = true) double margin) {
    /** Checks the ranges. */
    public ProxyAnchor {
      check(alpha > 0, "'alpha' must be > 0, got " + alpha);
      check(margin >= 0 && margin < 1, "'margin' must be in [0, 1), got " + margin);
    }
  }

  /**
   * Khosla et al., "Supervised Contrastive Learning", 2020.
   *
   * @param temperature what cosines are divided by; 0.1 in the paper
   */
  record SupervisedContrastive(@JsonProperty(required = true) double temperature) {
    /** Checks the range. */
    public SupervisedContrastive {
      check(temperature > 0, "'temperature' must be > 0, got " + temperature);
    }
  }

  /**
   * Learning the features of a teacher, and perhaps its classes or labels.
   *
   * @param teacher its model folder, relative to the data folder
   * @param crops how many fixed crops of each picture the teacher is asked about, of which each
   *     epoch shows any one
   * @param relational weight of the pictures' distances from each other beside their directions, 1
   *     by default
   * @param logits how its class probabilities are learned beside its features, its classes becoming
   *     the student's; absent to learn features alone
   * @param labels weight of the cross-entropy of labels, which then every picture must have; by
   *     default 0, which ignores them. With {@code logits} those count that name one of the
   *     teacher's classes
   * @param whitening how far small components of the features are raised, as a power of their
   *     standard deviation from 0, by default, to 1
   * @param sentences captions that are learned beside the teacher's features; absent for none
   * @param textEmbedding how its place for pictures among sentences is learned, the student reading
   *     the same sentences afterwards; absent for not at all
   */
  record Distillation(
      @JsonProperty(required = true) String teacher,
      @JsonProperty(required = true) int crops,
      @Nullable Double relational,
      @Nullable DistilledLogits logits,
      @Nullable Double labels,
      @Nullable Double whitening,
      @Nullable Sentences sentences,
      @Nullable TextEmbedding textEmbedding)
      implements TaskSpec {
    /** Fills in what is absent and checks the ranges. */
    public Distillation {
      relational = relational == null ? 1.0 : relational;
      labels = labels == null ? 0.0 : labels;
      whitening = whitening == null ? 0.0 : whitening;
      check(whitening >= 0 && whitening <= 1, "'whitening' must be in [0, 1], got " + whitening);
      check(crops >= 1, "'crops' must be >= 1, got " + crops);
      check(relational >= 0, "'relational' must be >= 0, got " + relational);
      check(labels >= 0, "'labels' must be >= 0, got " + labels);
      check(
          sentences == null || textEmbedding == null || textEmbedding.captions() == null,
          "'sentences' and the 'captions' of 'textEmbedding' are two ways to learn from captions;"
              + " leave one out");
    }
  }

  /**
   * Placing pictures among sentences where a teacher that {@code align} made places them, which
   * takes no captions of the pictures.
   *
   * @param dimension of the teacher's space
   * @param weight of the cosine with the teacher's place beside the features
   * @param captions sentences that both are compared by beside; absent for none
   */
  record TextEmbedding(
      @JsonProperty(required = true) int dimension,
      @JsonProperty(required = true) double weight,
      @Nullable Captions captions) {
    /** Checks the ranges. */
    public TextEmbedding {
      check(dimension >= 1, "'dimension' must be >= 1, got " + dimension);
      check(weight > 0, "'weight' must be > 0, got " + weight);
    }
  }

  /**
   * Finding pictures by captions as the teacher finds them, among all pictures of the recipe that
   * the manifest describes.
   *
   * @param manifest lines with {@code caption} or {@code captions}, relative to the data folder
   * @param split those lines of it
   * @param weight of the divergence between the two networks' probabilities beside the features
   */
  record Captions(
      @JsonProperty(required = true) String manifest,
      @JsonProperty(required = true) String split,
      @JsonProperty(required = true) double weight) {
    /** Checks the range. */
    public Captions {
      check(weight > 0, "'weight' must be > 0, got " + weight);
    }
  }

  /**
   * Telling the captions of a picture from those of others, among all pictures of the recipe that
   * the manifest describes.
   *
   * @param manifest lines with {@code caption} or {@code captions}, relative to the data folder
   * @param split those lines of it
   * @param encoder the sentence encoder, an artifact on the class path
   * @param weight of the contrastive loss beside the features
   */
  record Sentences(
      @JsonProperty(required = true) String manifest,
      @JsonProperty(required = true) String split,
      @JsonProperty(required = true) String encoder,
      @JsonProperty(required = true) double weight) {
    /** Checks the range. */
    public Sentences {
      check(weight > 0, "'weight' must be > 0, got " + weight);
    }
  }

  /**
   * Hinton et al., "Distilling the Knowledge in a Neural Network", 2015.
   *
   * @param weight of the divergence between the two networks' probabilities beside the features
   * @param temperature what both networks' logits are divided by for that
   * @param without classes of the teacher that the student does not get, such as a background
   */
  record DistilledLogits(
      @JsonProperty(required = true) double weight,
      @JsonProperty(required = true) double temperature,
      @Nullable Set<String> without) {
    /** Checks the ranges. */
    public DistilledLogits {
      check(weight > 0, "'weight' must be > 0, got " + weight);
      check(temperature > 0, "'temperature' must be > 0, got " + temperature);
      // In order, so that equal tasks print alike.
      without = without == null ? Set.of() : Collections.unmodifiableSet(new TreeSet<>(without));
    }

    @Override
    public Set<String> without() {
      return without == null ? Set.of() : without;
    }
  }

  private static void check(boolean holds, String problem) {
    if (!holds) {
      throw new IllegalArgumentException(problem);
    }
  }
}
