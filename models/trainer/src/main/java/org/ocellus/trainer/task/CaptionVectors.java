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
 * @param digest of the captions and whose they are
 */
@SuppressWarnings("ArrayRecordComponent")
public record CaptionVectors(float[][] vectors, Map<Integer, int[]> of, int digest) {
  /**
   * Reads captions and embeds them, which takes a minute for some ten thousand.
   *
   * @param encoder stays the caller's to close
   * @throws IOException if the encoder fails
   * @throws DataException if none of the pictures is in the dataset
   */
  public static CaptionVectors read(
      Path manifest, String split, TextEncoder encoder, Dataset dataset) throws IOException {
    // A picture that two sources have is there twice.
    Map<Path, List<Integer>> numbers = new HashMap<>();
    for (int i = 0; i < dataset.size(); i++) {
      if (dataset.pictures().get(i) instanceof PictureFile file) {
        Path path = file.path().toAbsolutePath().normalize();
        numbers.computeIfAbsent(path, none -> new ArrayList<>()).add(i);
      }
    }
    List<String> captions = new ArrayList<>();
    Map<Integer, int[]> of = new HashMap<>();
    int digest = 0;
    for (CaptionedPicture picture : CaptionedPicture.read(manifest, split)) {
      List<Integer> found = numbers.get(picture.file().toAbsolutePath().normalize());
      if (found == null) {
        continue;
      }
      int first = captions.size();
      captions.addAll(picture.captions());
      for (int number : found) {
        of.put(number, range(first, captions.size()));
        digest = 31 * (31 * digest + number) + picture.captions().hashCode();
      }
    }
    if (of.isEmpty()) {
      throw new DataException(
          manifest + " describes none of the recipe's pictures; give another manifest");
    }
    return new CaptionVectors(EmbeddedCaptions.of(captions, encoder), of, digest);
  }

  private static int[] range(int from, int to) {
    return IntStream.range(from, to).toArray();
  }
}
