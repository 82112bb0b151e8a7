package org.ocellus.trainer.captioner;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.ocellus.trainer.caption.CiderD;
import org.ocellus.trainer.caption.ScoredCaption;
import org.ocellus.trainer.captioner.CaptionBatch.Item;

/**
 * What a captioner says by itself, drawn by lot by its own probabilities, each sentence weighted by
 * how much better it is by CIDEr-D than what it says of the same picture else: self-critical
 * sequence training (Rennie et al., 2017) with the mean of the other sentences as its baseline
 * (Luo, "A better variant of self-critical sequence training", 2020). The end of a sentence counts
 * as a word, else it would pay to leave it off. For use by one thread.
 */
public final class SelfCritical {
  private static final String END = CaptionVocabulary.SPECIAL.get(CaptionVocabulary.END);

  private final CaptionNetwork network;
  private final CaptionedPlanes pictures;
  private final CaptionVocabulary vocabulary;
  private final int positions;
  private final int samples;
  private final List<List<List<String>>> references;
  private final CiderD cider;

  /**
   * Prepares to reward what is said of these pictures.
   *
   * @param positions the most tokens of a sentence
   * @param samples how many sentences are said of a picture, at least 2
   */
  public SelfCritical(
      CaptionNetwork network,
      CaptionedPlanes pictures,
      CaptionVocabulary vocabulary,
      int positions,
      int samples) {
    this.network = network;
    this.pictures = pictures;
    this.vocabulary = vocabulary;
    this.positions = positions;
    this.samples = samples;
    references =
        IntStream.range(0, pictures.size())
            .mapToObj(i -> pictures.sentences(i).stream().map(SelfCritical::ended).toList())
            .toList();
    cider = new CiderD(references);
  }

  private static List<String> ended(List<String> words) {
    List<String> ended = new ArrayList<>(words);
    ended.add(END);
    return ended;
  }

  /**
   * Says sentences of some pictures and weighs them; libtorch's own seed decides on the words.
   *
   * @param shown each picture once, and whether it is shown mirrored
   */
  public CaptionBatch batch(List<Item> shown) {
    List<Item> items =
        shown.stream().flatMap(item -> Collections.nCopies(samples, item).stream()).toList();
    List<List<Integer>> sentences = new ArrayList<>();
    float[] rewards = new float[items.size()];
    for (List<Integer> said : said(items)) {
      int number = sentences.size();
      boolean ended = said.getLast() == CaptionVocabulary.END;
      sentences.add(ended ? said.subList(0, said.size() - 1) : said);
      List<String> words = vocabulary.words(said);
      ScoredCaption scored =
          new ScoredCaption(
              ended ? ended(words) : words, references.get(items.get(number).picture()));
      rewards[number] = (float) cider.score(scored);
    }
    return new CaptionBatch(pictures, positions, items, sentences, advantages(rewards));
  }

  private List<List<Integer>> said(List<Item> items) {
    float[] planes = new float[items.size() * pictures.length()];
    for (int i = 0; i < items.size(); i++) {
      Item item = items.get(i);
      pictures.planes(item.picture(), item.mirrored(), planes, i * pictures.length());
    }
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      int area = pictures.length() / pictures.channels();
      Tensor memory =
          network.places().forward(Tensor.create(planes, items.size(), pictures.channels(), area));
      return WordByWord.say(
          network, memory, positions, logits -> torch.multinomial(torch.softmax(logits, 1), 1));
    }
  }

  /** How much better each is than the mean of the others of its picture. */
  private float[] advantages(float[] rewards) {
    float[] advantages = new float[rewards.length];
    for (int from = 0; from < rewards.length; from += samples) {
      float sum = 0;
      for (int i = from; i < from + samples; i++) {
        sum += rewards[i];
      }
      for (int i = from; i < from + samples; i++) {
        advantages[i] = rewards[i] - (sum - rewards[i]) / (samples - 1);
      }
    }
    return advantages;
  }
}
