package org.ocellus.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.ocellus.image.Preprocessing;
import org.ocellus.image.Tensor;

/**
 * Writes sentences about pictures, by a network in the layout of a Hugging Face export of a
 * vision-encoder-decoder model: {@code encoder_model.onnx}, {@code decoder_model.onnx} (or {@code
 * decoder_model_merged.onnx}, without the use of its cache), {@code tokenizer.json}, {@code
 * generation_config.json}, {@code preprocessor_config.json}. A picture's sentence does not depend
 * on the pictures beside it, but for rounding. Safe for use by any number of threads.
 */
public final class ImageCaptioner implements AutoCloseable {
  private final CaptionEncoder encoder;
  private final CaptionDecoder decoder;
  private final Tokenizer tokenizer;
  private final Preprocessing preprocessing;
  private final Generation generation;
  private final long begin;
  private final long end;

  ImageCaptioner(CaptionerParts parts, int threads) throws ModelException {
    preprocessing = parts.preprocessing();
    generation = parts.generation();
    begin = parts.begin();
    end = parts.end();
    Deque<Runnable> opened = new ArrayDeque<>();
    try {
      encoder = new CaptionEncoder(parts.name(), parts.encoder(), preprocessing, threads);
      opened.push(encoder::close);
      decoder = new CaptionDecoder(parts.name(), parts.decoder(), threads);
      opened.push(decoder::close);
      tokenizer = new Tokenizer(parts.name(), parts.tokenizer(), generation.maxLength(), false);
    } catch (ModelException e) {
      opened.forEach(Runnable::run);
      throw e;
    }
  }

  /**
   * Opens a captioner with as many threads as the machine has processors.
   *
   * @throws ModelException if the folder lacks a part, or a part is not what it should be; the
   *     message names it
   * @throws IOException if a file cannot be read
   */
  public static ImageCaptioner open(Path folder) throws IOException {
    return open(folder, Runtime.getRuntime().availableProcessors());
  }

  /**
   * Opens a captioner.
   *
   * @param threads how many threads one run of a network uses, at least 1
   * @throws ModelException if the folder lacks a part, or a part is not what it should be; the
   *     message names it
   * @throws IOException if a file cannot be read
   * @throws IllegalArgumentException if threads is below 1
   */
  public static ImageCaptioner open(Path folder, int threads) throws IOException {
    Model.requireThreads(threads);
    if (!Files.isDirectory(folder)) {
      throw new ModelException(
          "no captioner at " + folder + ": name a folder that holds encoder_model.onnx");
    }
    return new ImageCaptioner(
        CaptionerParts.read("captioner " + folder, folder.toString(), ModelFolder.Parts.in(folder)),
        threads);
  }

  /** How a picture becomes the network's input. */
  public Preprocessing preprocessing() {
    return preprocessing;
  }

  /** How sentences are searched for, as the model's makers advise. */
  public Generation generation() {
    return generation;
  }

  /**
   * A sentence for each picture, searched for as the model's makers advise.
   *
   * @param pictures each {@code [1, 3, H, W]}, made with this captioner's preprocessing
   * @throws ModelException if the network fails
   * @throws IllegalArgumentException if a picture has another shape
   * @throws IllegalStateException if this is closed
   */
  public List<Caption> caption(List<Tensor> pictures) throws ModelException {
    return caption(pictures, generation);
  }

  /**
   * A sentence for each picture.
   *
   * @param pictures each {@code [1, 3, H, W]}, made with this captioner's preprocessing
   * @param search how sentences are searched for; its length at most that of the model's own
   * @throws ModelException if the network fails
   * @throws IllegalArgumentException if a picture has another shape, or sentences may be too long
   * @throws IllegalStateException if this is closed
   */
  public List<Caption> caption(List<Tensor> pictures, Generation search) throws ModelException {
    if (search.maxLength() > generation.maxLength()) {
      throw new IllegalArgumentException(
          "maxLength must be <= %d, the model's own, got %d"
              .formatted(generation.maxLength(), search.maxLength()));
    }
    List<CaptionEncoder.Seen> seen = encoder.see(pictures);
    List<BeamSearch.Sentence> sentences =
        BeamSearch.search(
            (rows, begun) ->
                decoder.logits(Arrays.stream(rows).mapToObj(seen::get).toList(), begun),
            pictures.size(),
            search,
            begin,
            end);
    return sentences.stream()
        .map(s -> new Caption(tokenizer.decode(s.tokens()), (float) s.confidence()))
        .toList();
  }

  /** Frees its native memory, after waiting for runs under way. */
  @Override
  public void close() {
    encoder.close();
    decoder.close();
    tokenizer.close();
  }
}
