package org.ocellus.trainer.captioner;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.ocellus.image.Tensor;
import org.ocellus.trainer.caption.Words;
import org.ocellus.trainer.data.CaptionedPicture;
import org.ocellus.trainer.data.DataException;
import org.ocellus.trainer.data.PictureFile;
import org.ocellus.trainer.data.PreparationListener;
import org.ocellus.trainer.onnx.GraphRun;
import org.ocellus.trainer.onnx.LastPlanes;
import org.ocellus.trainer.storage.RowFile;

/**
 * The captioned pictures of a split as an image network's last planes, of each picture and of its
 * mirror image, kept on disk in float16: they are computed once. Safe for use by several threads.
 */
public final class CaptionedPlanes {
  private static final int REPORT_EACH = 500;

  private final int channels;
  private final int area;
  private final RowFile rows;
  private final List<CaptionedPicture> all;
  private final int[] usable;
  private final List<List<List<String>>> sentences = new ArrayList<>();

  private CaptionedPlanes(LastPlanes planes, RowFile rows, List<CaptionedPicture> all) {
    channels = planes.channels();
    area = planes.area();
    this.rows = rows;
    this.all = all;
    usable =
        IntStream.range(0, all.size())
            .filter(i -> rows.isKnown(2 * i) && rows.isKnown(2 * i + 1))
            .toArray();
    for (int picture : usable) {
      sentences.add(all.get(picture).captions().stream().map(Words::of).toList());
    }
  }

  /**
   * Computes the planes that are not known yet. Pictures that cannot be read are left out.
   *
   * @param cache the folder that they are kept in
   * @param threads of the image network
   * @throws DataException if the network fails, or no picture can be read
   * @throws InterruptedException if interrupted; what was computed is kept
   */
  static CaptionedPlanes compute(
      FrozenEncoder encoder,
      List<CaptionedPicture> pictures,
      Path cache,
      int threads,
      PreparationListener listener)
      throws InterruptedException {
    LastPlanes planes = encoder.planes();
    List<String> origin = new ArrayList<>(List.of("planes", encoder.fingerprint(), planes.name()));
    try (GraphRun run = new GraphRun(planes.model(), List.of(planes.name()), threads)) {
      for (CaptionedPicture picture : pictures) {
        origin.add(new PictureFile(picture.file()).stamp());
      }
      int length = planes.channels() * planes.area() * Short.BYTES;
      RowFile rows = new RowFile(cache, origin, 2 * pictures.size(), length);
      int bad = 0;
      for (int i = 0; i < pictures.size(); i++) {
        if (Thread.interrupted()) {
          throw new InterruptedException("while pictures were looked at");
        }
        if (!rows.isKnown(2 * i + 1)) {
          bad += put(encoder, run, pictures.get(i), rows, i, listener) ? 0 : 1;
        }
        if ((i + 1) % REPORT_EACH == 0 || i + 1 == pictures.size()) {
          listener.prepared(i + 1, pictures.size(), bad);
        }
      }
      CaptionedPlanes captioned = new CaptionedPlanes(planes, rows, pictures);
      if (captioned.size() == 0) {
        throw new DataException("no picture of the captions' manifest can be read");
      }
      return captioned;
    } catch (IOException e) {
      throw new DataException("the encoder " + encoder.name() + " failed: " + e.getMessage(), e);
    }
  }

  private static boolean put(
      FrozenEncoder encoder,
      GraphRun run,
      CaptionedPicture picture,
      RowFile rows,
      int number,
      PreparationListener listener)
      throws IOException {
    PictureFile file = new PictureFile(picture.file());
    Tensor input;
    try {
      input = encoder.preprocessing().apply(file.decode(encoder.preprocessing()));
    } catch (IOException e) {
      listener.skipped(file.name(), e);
      return false;
    }
    String name = encoder.planes().name();
    rows.put(2 * number, bytes(run.run(List.of(input)).get(name).data()));
    rows.put(2 * number + 1, bytes(run.run(List.of(mirrored(input))).get(name).data()));
    return true;
  }

  private static Tensor mirrored(Tensor picture) {
    int width = Math.toIntExact(picture.shape()[3]);
    float[] from = picture.data();
    float[] to = new float[from.length];
    for (int i = 0; i < from.length; i++) {
      to[i] = from[i - i % width + width - 1 - i % width];
    }
    return new Tensor(to, picture.shape());
  }

  private static byte[] bytes(float[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Short.BYTES);
    for (float value : values) {
      bytes.putShort(Float.floatToFloat16(value));
    }
    return bytes.array();
  }

  /** How many pictures there are. */
  public int size() {
    return usable.length;
  }

  /** How many numbers the planes of a picture have. */
  public int length() {
    return channels * area;
  }

  /** How many planes there are. */
  public int channels() {
    return channels;
  }

  /** The picture's file, for messages. */
  public String name(int picture) {
    return all.get(usable[picture]).file().toString();
  }

  /** What people wrote of a picture, as words. */
  public List<List<String>> sentences(int picture) {
    return sentences.get(picture);
  }

  /**
   * The planes of a picture, {@code [C, T]}.
   *
   * @param mirrored whether of its mirror image
   * @param out takes them from index {@code from} on
   */
  public void planes(int picture, boolean mirrored, float[] out, int from) {
    ByteBuffer row = rows.get(2 * usable[picture] + (mirrored ? 1 : 0));
    for (int i = 0; i < length(); i++) {
      out[from + i] = Float.float16ToFloat(row.getShort(i * Short.BYTES));
    }
  }

  /** A digest of what the planes depend on. */
  public String key() {
    return rows.key();
  }
}
