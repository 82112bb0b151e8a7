package org.ocellus.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a network said of one picture.
 *
 * @param embedding the raw embedding, not normalised; null where the model has none
 * @param textEmbedding where the picture lies in the space of the model's sentences ({@link
 *     TextEncoder}), not normalised; null where the model has no such output
 * @param probabilities by class number: softmax, or sigmoid where classes may be true together
 *     ({@code problem_type} {@code multi_label_classification}); null where the model has no
 *     classes
 * @param classes what its classes are called and what they are kinds of; {@link
 *     ClassHierarchy#NONE} where the model has no classes
 */
public record Prediction(
    float @Nullable [] embedding,
    float @Nullable [] textEmbedding,
    float @Nullable [] probabilities,
    ClassHierarchy classes) {

  /**
   * @throws IllegalArgumentException if there are not as many names as probabilities
   */
  public Prediction {
    if (probabilities != null && probabilities.length != classes.names().size()) {
      throw new IllegalArgumentException(
          probabilities.length
              + " probabilities need as many names, got "
              + classes.names().size());
    }
  }

  /**
   * The likeliest classes, best first; equal ones in the order of their number.
   *
   * @param k how many at most, at least 1
   * @throws IllegalStateException if the model does not classify
   * @throws IllegalArgumentException if k is below 1
   */
  public List<Label> top(int k) {
    return best(k, Float.NEGATIVE_INFINITY);
  }

  /** Of those that are likely enough, which are few of a thousand: only they are sorted. */
  private List<Label> best(int k, float threshold) {
    float[] p = probabilities;
    if (p == null) {
      throw new IllegalStateException("this prediction has no class probabilities");
    }
    if (k < 1) {
      throw new IllegalArgumentException("k must be >= 1, got " + k);
    }
    return IntStream.range(0, p.length)
        .filter(i -> !(p[i] < threshold))
        .boxed()
        .sorted(Comparator.comparing((Integer i) -> -p[i]))
        .limit(k)
        .map(i -> new Label(classes.names().get(i), p[i]))
        .toList();
  }

  /**
   * What the picture shows, as keywords: the likeliest of the classes that are likely enough, best
   * first, then the broader terms that are, narrowest first. A broader term is as likely as all its
   * classes together, so that five breeds of which none is likely still make a dog.
   *
   * @param mostClasses how many classes at most, at least 1
   * @param threshold the least probability
   * @throws IllegalStateException if the model does not classify
   * @throws IllegalArgumentException if mostClasses is below 1
   */
  public List<Label> labels(int mostClasses, float threshold) {
    List<Label> labels = new ArrayList<>(best(mostClasses, threshold));
    if (probabilities != null) {
      labels.addAll(classes.broader(probabilities, threshold));
    }
    return labels;
  }
}
