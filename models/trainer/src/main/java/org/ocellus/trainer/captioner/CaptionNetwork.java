package org.ocellus.trainer.captioner;

import org.bytedeco.pytorch.Tensor;
import org.ocellus.trainer.network.Weights;
import org.ocellus.trainer.transformer.CaptionDecoder;
import org.ocellus.trainer.transformer.DecoderSpec;
import org.ocellus.trainer.transformer.PicturePlaces;

/**
 * What is learned of a captioner. Owns its weights' native memory until closed; what it makes
 * belongs to the caller's {@code PointerScope}. Not safe for use by several threads.
 */
public final class CaptionNetwork implements AutoCloseable {
  private final Weights weights;
  private final PicturePlaces places;
  private final CaptionDecoder decoder;

  /**
   * Makes a network that knows nothing.
   *
   * @param channels of the image network's last planes
   * @param area height times width of a plane
   * @param words how many tokens there are
   * @param positions the most tokens of a sentence
   * @param seed of the first weights
   */
  public CaptionNetwork(
      DecoderSpec spec, int channels, int area, int words, int positions, long seed) {
    weights = new Weights(seed);
    places = new PicturePlaces(weights, channels, area, spec.width());
    decoder = new CaptionDecoder(weights, spec, words, positions);
  }

  /** The weights. */
  public Weights weights() {
    return weights;
  }

  /** What brings the picture's planes to the decoder. */
  public PicturePlaces places() {
    return places;
  }

  /** What writes the sentence. */
  public CaptionDecoder decoder() {
    return decoder;
  }

  /**
   * The logits of the next word after each word.
   *
   * @param planes {@code [N, C, T]}
   * @param ids {@code [N, L]} int64
   * @return {@code [N, L, words]}
   */
  public Tensor forward(Tensor planes, Tensor ids, boolean training) {
    return decoder.forward(ids, places.forward(planes), training);
  }

  @Override
  public void close() {
    weights.close();
  }
}
