package org.ocellus.trainer.task;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.ocellus.model.TextEncoder;
import org.ocellus.trainer.data.CaptionedPicture;
import org.ocellus.trainer.data.DataException;
import org.ocellus.trainer.data.Dataset;
import org.ocellus.trainer.data.EmbeddedCaptions;
import org.ocellus.trainer.data.PictureFile;

/**
 * The captions of a dataset's pictures, as vectors.
 *
 * @param vectors of all captions
 * @param of which of them belong to a picture, by its number; pictures without any are not there
 */
@SuppressWarnings("ArrayRecordComponent")
public record CaptionVectors(float[][] vectors, Map<Integer, int[]> of) {
  /**
   * Reads captions and embeds them, which takes a minute for some ten thousand.
   *
   * @param encoder stays the caller's to close
   * @throws IOException if the encoder fails
   * @throws DataException if none of the pictures is in the dataset
   */
  public static CaptionVectors read(
      Path manifest, String split, TextEncoder encoder, Dataset dataset) throws IOException {
    Map<Path, Integer> numbers = new HashMap<>();
    for (int i = 0; i < dataset.size(); i++) {
      if (dataset.pictures().get(i) instanceof PictureFile file) {
        numbers.put(file.path().toAbsolutePath().normalize(), i);
      }
    }
    List<String> captions = new ArrayList<>();
    Map<Integer, int[]> of = new HashMap<>();
    for (CaptionedPicture picture : CaptionedPicture.read(manifest, split)) {
      Integer number = numbers.get(picture.file().toAbsolutePath().normalize());
      if (number != null) {
        int first = captions.size();
        captions.addAll(picture.captions());
        of.put(number, range(first, captions.size()));
      }
    }
    if (of.isEmpty()) {
      throw new DataException(
          manifest + " describes none of the recipe's pictures; give another manifest");
    }
    return new CaptionVectors(EmbeddedCaptions.of(captions, encoder), of);
  }

  private static int[] range(int from, int to) {
    return IntStream.range(from, to).toArray();
  }
}
