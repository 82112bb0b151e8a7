package org.ocellus.trainer.captioner;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ocellus.trainer.recipe.TrainingSpec;
import org.ocellus.trainer.transformer.DecoderSpec;

/**
 * How to make a captioner.
 *
 * @param name the model's name
 * @param summary one sentence for the model card
 * @param limits what the model is bad at, for the model card
 * @param encoder the model folder of the image network, relative to the data folder; its weights
 *     stay as they are
 * @param captions what is learned from
 * @param decoder the size of what writes sentences
 * @param labelSmoothing what share of the target's probability is spread over all words (Szegedy et
 *     al., 2016)
 * @param patience after how many epochs without a better CIDEr-D on the development split training
 *     ends; the best epoch is what is exported
 * @param selfCritical absent, people's sentences are learned word by word; else the captioner's own
 *     sentences are weighed, which takes one that can write already
 * @param generation how sentences are searched for, unless who runs the model says otherwise
 * @param training how it is trained; an epoch shows each caption once, and a batch is of captions
 */
public record CaptionerRecipe(
    @JsonProperty(required = true) String name,
    @JsonProperty(required = true) String summary,
    @Nullable List<String> limits,
    @JsonProperty(required = true) String encoder,
    @JsonProperty(required = true) Captions captions,
    @JsonProperty(required = true) DecoderSpec decoder,
    @JsonProperty(required = true) double labelSmoothing,
    @JsonProperty(required = true) int patience,
    @Nullable SelfCriticalSpec selfCritical,
    @JsonProperty(required = true) Generation generation,
    @JsonProperty(required = true) TrainingSpec training) {

  /**
   * Captioned pictures.
   *
   * @param manifest lists pictures with {@code captions}, relative to the data folder
   * @param about what they are and their licence, for the model card
   * @param training the split that is trained on
   * @param development the split that is measured on after each epoch
   * @param minimum how often a word must occur in the training captions to be known
   * @param longest the most words of a sentence
   */
  public record Captions(
      @JsonProperty(required = true) String manifest,
      @JsonProperty(required = true) String about,
      @JsonProperty(required = true) String training,
      @JsonProperty(required = true) String development,
      @JsonProperty(required = true) int minimum,
      @JsonProperty(required = true) int longest) {
    /** Checks the numbers. */
    public Captions {
      check(minimum >= 1, "'minimum' must be >= 1, got " + minimum);
      check(longest >= 1, "'longest' must be >= 1, got " + longest);
    }
  }

  /**
   * Beam search.
   *
   * @param beams how many sentences are followed side by side; 1 is greedy
   * @param lengthPenalty the power of its length that a sentence's log-probability is divided by
   */
  public record Generation(
      @JsonProperty(required = true) int beams,
      @JsonProperty(required = true) double lengthPenalty) {
    /** Checks the number. */
    public Generation {
      check(beams >= 1, "'beams' must be >= 1, got " + beams);
    }
  }

  /**
   * Learning from sentences of its own, as {@link SelfCritical} does; an epoch then shows each
   * picture once.
   *
   * @param samples how many sentences are said of a picture
   */
  public record SelfCriticalSpec(@JsonProperty(required = true) int samples) {
    /** Checks the number. */
    public SelfCriticalSpec {
      check(samples >= 2, "'samples' must be >= 2, got " + samples);
    }
  }

  /** Fills in what is absent and checks the ranges. */
  public CaptionerRecipe {
    limits = limits == null ? List.of() : List.copyOf(limits);
    check(
        labelSmoothing >= 0 && labelSmoothing < 1,
        "'labelSmoothing' must be in [0, 1), got " + labelSmoothing);
    check(patience >= 1, "'patience' must be >= 1, got " + patience);
    check(
        selfCritical == null || labelSmoothing == 0,
        "'labelSmoothing' is for people's sentences: with 'selfCritical' it must be 0");
    check(
        training.progressive() == null,
        "'progressive' is for pictures that are learned from; a captioner goes without");
  }

  /** How many tokens the decoder sees at most: the words, and one that begins the sentence. */
  public int positions() {
    return captions.longest() + 1;
  }

  /** The same recipe with another number of epochs. */
  public CaptionerRecipe withEpochs(int epochs) {
    return new CaptionerRecipe(
        name,
        summary,
        limits,
        encoder,
        captions,
        decoder,
        labelSmoothing,
        patience,
        selfCritical,
        generation,
        training.withEpochs(epochs));
  }

  private static void check(boolean holds, String problem) {
    if (!holds) {
      throw new IllegalArgumentException(problem);
    }
  }
}
