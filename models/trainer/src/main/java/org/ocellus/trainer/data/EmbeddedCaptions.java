package org.ocellus.trainer.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.ocellus.model.TextEncoder;

/** Captions as vectors. */
public final class EmbeddedCaptions {
  private EmbeddedCaptions() {}

  /**
   * Embeds captions one by one, several at a time.
   *
   * @throws IOException if the encoder fails
   */
  public static float[][] of(List<String> captions, TextEncoder encoder) throws IOException {
    try {
      return captions.parallelStream()
          .map(
              caption -> {
                try {
                  return encoder.embed(List.of(caption)).getFirst();
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              })
          .toArray(float[][]::new);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
