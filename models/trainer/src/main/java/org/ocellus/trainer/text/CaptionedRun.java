package org.ocellus.trainer.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.ocellus.image.RgbImage;
import org.ocellus.image.Tensor;
import org.ocellus.model.Model;
import org.ocellus.model.TextEncoder;
import org.ocellus.trainer.data.CaptionedPicture;
import org.ocellus.trainer.data.DataException;
import org.ocellus.trainer.data.EmbeddedCaptions;
import org.ocellus.trainer.data.PictureFile;

/** Embeds captioned pictures and their captions, as the engine does. */
final class CaptionedRun {
  /** Hears how it goes; called by several threads. */
  interface Listener {
    /** So many pictures are embedded. */
    void embedded(int pictures);

    /** A picture cannot be read and is left out. */
    void skipped(String name, IOException why);
  }

  /** A picture's captions and the embeddings of its views. */
  private record Embedded(float[][] views, List<String> captions) {}

  private final Model model;
  private final TextEncoder encoder;
  private final int views;
  private final Listener listener;

  /**
   * Prepares to embed.
   *
   * @param views how many of each picture, the first being the picture as it is
   */
  CaptionedRun(Model model, TextEncoder encoder, int views, Listener listener) {
    this.model = model;
    this.encoder = encoder;
    this.views = views;
    this.listener = listener;
  }

  /**
   * The vectors of all pictures that can be read.
   *
   * @throws IOException if the network fails
   * @throws DataException if there are none
   */
  CaptionedVectors of(List<CaptionedPicture> pictures) throws IOException {
    List<Embedded> embedded;
    AtomicInteger done = new AtomicInteger();
    try {
      embedded =
          IntStream.range(0, pictures.size())
              .parallel()
              .mapToObj(
                  i -> {
                    List<Embedded> one = embed(pictures.get(i), i);
                    listener.embedded(done.incrementAndGet());
                    return one;
                  })
              .flatMap(List::stream)
              .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    if (embedded.isEmpty()) {
      throw new DataException(
          "none of %,d captioned pictures can be read, such as %s; a manifest's paths are relative to its folder"
              .formatted(pictures.size(), pictures.get(0).file()));
    }
    List<String> captions = embedded.stream().flatMap(e -> e.captions().stream()).toList();
    int[] pictureOf =
        IntStream.range(0, embedded.size())
            .flatMap(i -> embedded.get(i).captions().stream().mapToInt(caption -> i))
            .toArray();
    return new CaptionedVectors(
        embedded.stream().map(Embedded::views).toArray(float[][][]::new),
        EmbeddedCaptions.of(captions, encoder),
        pictureOf);
  }

  private List<Embedded> embed(CaptionedPicture captioned, int number) {
    PictureFile file = new PictureFile(captioned.file());
    RgbImage picture;
    try {
      picture = file.decode(model.preprocessing());
    } catch (IOException e) {
      listener.skipped(file.name(), e);
      return List.of();
    }
    List<Tensor> inputs =
        Views.of(picture, views, new SplittableRandom(number)).stream()
            .map(view -> model.preprocessing().apply(view))
            .toList();
    try {
      float[][] embeddings =
          model.predict(inputs).stream()
              .map(prediction -> Objects.requireNonNull(prediction.embedding()))
              .toArray(float[][]::new);
      return List.of(new Embedded(embeddings, captioned.captions()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
