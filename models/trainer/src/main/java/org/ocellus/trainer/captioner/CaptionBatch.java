package org.ocellus.trainer.captioner;

import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Some sentences with their pictures, for teacher forcing: the decoder sees each word and is to say
 * the next one.
 */
public final class CaptionBatch {
  /** A target that counts for nothing. */
  public static final long IGNORED = -100;

  private final int size;
  private final int length;
  private final int channels;
  private final float[] planes;
  private final long[] ids;
  private final long[] targets;
  private final float[] weights;
  private final String begin;

  /**
   * A sentence about a picture.
   *
   * @param picture its number
   * @param sentence the sentence's number among the picture's
   * @param mirrored whether the picture is shown mirrored
   */
  public record Item(int picture, int sentence, boolean mirrored) {}

  /**
   * Gathers people's sentences. A word that is not known is seen as such, but never a target; of a
   * sentence longer than the positions the rest is cut off.
   *
   * @param positions the most tokens of a sentence
   */
  public CaptionBatch(
      CaptionedPlanes pictures, CaptionVocabulary vocabulary, int positions, List<Item> items) {
    this(
        pictures,
        positions,
        items,
        items.stream().map(item -> numbers(pictures, vocabulary, item)).toList(),
        ones(items.size()));
  }

  /**
   * Gathers sentences that are given.
   *
   * @param positions the most tokens of a sentence
   * @param items tell the pictures
   * @param sentences tokens of each item, without its end
   * @param weights how much each item's words count in the loss; may be negative
   */
  CaptionBatch(
      CaptionedPlanes pictures,
      int positions,
      List<Item> items,
      List<List<Integer>> sentences,
      float[] weights) {
    size = items.size();
    length = Math.min(positions, 1 + sentences.stream().mapToInt(List::size).max().orElseThrow());
    channels = pictures.channels();
    planes = new float[size * pictures.length()];
    ids = new long[size * length];
    targets = new long[size * length];
    this.weights = new float[size * length];
    Arrays.fill(targets, IGNORED);
    for (int i = 0; i < size; i++) {
      Item item = items.get(i);
      pictures.planes(item.picture(), item.mirrored(), planes, i * pictures.length());
      List<Integer> words = sentences.get(i);
      ids[i * length] = CaptionVocabulary.BEGIN;
      for (int w = 0; w <= words.size() && w < length; w++) {
        int next = w < words.size() ? words.get(w) : CaptionVocabulary.END;
        targets[i * length + w] = next == CaptionVocabulary.UNKNOWN ? IGNORED : next;
        if (w < words.size() && w + 1 < length) {
          ids[i * length + w + 1] = next;
        }
      }
      Arrays.fill(this.weights, i * length, (i + 1) * length, weights[i]);
    }
    begin = pictures.name(items.getFirst().picture());
  }

  private static List<Integer> numbers(
      CaptionedPlanes pictures, CaptionVocabulary vocabulary, Item item) {
    return pictures.sentences(item.picture()).get(item.sentence()).stream()
        .map(vocabulary::number)
        .toList();
  }

  private static float[] ones(int count) {
    float[] ones = new float[count];
    Arrays.fill(ones, 1);
    return ones;
  }

  /** How many sentences there are. */
  public int size() {
    return size;
  }

  /** How many words and ends there are to be said. */
  public long targetCount() {
    return Arrays.stream(targets).filter(target -> target != IGNORED).count();
  }

  /** The first picture's name. */
  public String begin() {
    return begin;
  }

  /** The planes {@code [N, C, T]}, the caller's scope's. */
  public Tensor planes() {
    return Tensor.create(planes, size, channels, planes.length / size / channels);
  }

  /** What the decoder sees, {@code [N, L]} int64, the caller's scope's. */
  public Tensor ids() {
    return Tensor.create(ids, size, length);
  }

  /** What it is to say, {@code [N * L]} int64, the caller's scope's. */
  public Tensor targets() {
    return Tensor.create(targets, targets.length);
  }

  /** How much each of the targets counts, {@code [N * L]}, the caller's scope's. */
  public Tensor weights() {
    return Tensor.create(weights, weights.length);
  }
}
