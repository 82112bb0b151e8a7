package org.ocellus.image;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What happens to a picture before a network sees it, in this order: resize (and pad), centre crop,
 * filters, rescale, normalise. Read from and written to Hugging Face's {@code
 * preprocessor_config.json}; each step computes what Hugging Face's image processors compute.
 *
 * <p>Every picture comes out with the same size, {@link #height()} by {@link #width()}: settings
 * under which it would vary are refused.
 *
 * @param resize to what size, or empty for none ({@code do_resize}, {@code size})
 * @param resampling how ({@code resample})
 * @param crop the centre crop, or empty for none ({@code do_center_crop}, {@code crop_size})
 * @param filters filters applied to the 8-bit picture in order, each rounded and clamped (ours:
 *     {@code filters})
 * @param rescale factor on the samples 0..255, or empty for none ({@code do_rescale}, {@code
 *     rescale_factor})
 * @param normalization means and deviations, or empty for none ({@code do_normalize}, {@code
 *     image_mean}, {@code image_std})
 * @param reducedDecoding whether {@link #decode} may decode a JPEG at a reduced scale (ours: {@code
 *     ocellus.reduced_decoding}); faster, at the price of samples that differ a little
 */
public record Preprocessing(
    Optional<Resize> resize,
    Resampling resampling,
    Optional<CenterCrop> crop,
    List<Filter> filters,
    Optional<Double> rescale,
    Optional<Normalization> normalization,
    boolean reducedDecoding) {

  /** Changes whenever the same settings give other numbers; part of a model's fingerprint. */
  public static final int CODE_VERSION = 1;

  /**
   * Checks that the size of the result is settled.
   *
   * @throws IllegalArgumentException if not, naming the field and the cure
   */
  public Preprocessing {
    Objects.requireNonNull(resampling, "resampling");
    filters = List.copyOf(filters);
    if (crop.isEmpty() && resize.filter(r -> !(r instanceof Resize.ShortestEdge)).isEmpty()) {
      throw new IllegalArgumentException(
          (resize.isEmpty() ? "do_resize is off" : "size.shortest_edge")
              + " and do_center_crop is off: the size of the result would vary; set crop_size, or"
              + " size.height and size.width");
    }
    if (rescale.isPresent() && !(Double.isFinite(rescale.get()) && rescale.get() > 0)) {
      throw new IllegalArgumentException(
          "rescale_factor must be a finite number above 0, got " + rescale.get());
    }
  }

  /** Starts from: bilinear, no resize, no crop, no filters, samples times 1/255. */
  public static PreprocessingBuilder builder() {
    return new PreprocessingBuilder();
  }

  /**
   * Reads a {@code preprocessor_config.json}.
   *
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException if its content is refused, naming file, field and cure
   */
  public static Preprocessing read(Path file) throws IOException {
    return PreprocessingJson.read(Files.readString(file), file.toString());
  }

  /**
   * Reads the content of a {@code preprocessor_config.json}.
   *
   * @throws IllegalArgumentException if it is refused, naming field and cure
   */
  public static Preprocessing fromJson(String json) {
    return PreprocessingJson.read(json, "preprocessor_config.json");
  }

  /**
   * The canonical JSON: equal settings give equal text, whatever file they were read from; {@link
   * #fromJson} gives them back.
   */
  public String toJson() {
    return PreprocessingJson.write(this);
  }

  /** Rows of the result. */
  public int height() {
    int rows = crop.isPresent() ? crop.get().height() : resized(true);
    return filtered(rows);
  }

  /** Columns of the result. */
  public int width() {
    int columns = crop.isPresent() ? crop.get().width() : resized(false);
    return filtered(columns);
  }

  private int resized(boolean vertical) {
    return switch (resize.orElseThrow()) {
      case Resize.Exact exact -> vertical ? exact.height() : exact.width();
      case Resize.LongestEdge square -> square.edge();
      case Resize.ShortestEdge varying ->
          throw new AssertionError("refused by the constructor: " + varying);
    };
  }

  private int filtered(int side) {
    int result = side;
    for (Filter filter : filters) {
      result = filter.outputSize(result);
    }
    return result;
  }

  /**
   * Decodes a picture for this preprocessing: at full size, or, where {@link #reducedDecoding} is
   * on, at a reduced scale that is still at least twice the target of the resize.
   *
   * @throws ImageDecodingException if the picture is refused
   */
  public RgbImage decode(ImageDecoder decoder, byte[] bytes, String name)
      throws ImageDecodingException {
    int edge = reducedDecoding ? resize.map(Resize::targetEdge).orElse(0) : 0;
    return decoder.decode(bytes, name, Math.multiplyExact(2, edge));
  }

  /** The picture resized, padded and cropped, still with samples 0..255, before any filter. */
  public RgbImage geometry(RgbImage image) {
    if (crop.isPresent() && resize.orElse(null) instanceof Resize.ShortestEdge shortest) {
      return shortest.apply(image, resampling, crop.get());
    }
    RgbImage resized = resize.isPresent() ? resize.get().apply(image, resampling) : image;
    return crop.isPresent() ? crop.get().apply(resized) : resized;
  }

  /** One picture, {@code [1, 3, height, width]}. */
  public Tensor apply(RgbImage image) {
    float[] data = new float[3 * height() * width()];
    apply(image, FloatBuffer.wrap(data));
    return new Tensor(data, new long[] {1, 3, height(), width()});
  }

  /**
   * Writes one picture, channel by channel ({@code CHW}), at the buffer's position and moves the
   * position behind it, so that a batch is filled picture after picture.
   *
   * @throws java.nio.BufferOverflowException if fewer than {@code 3 * height * width} floats remain
   */
  public void apply(RgbImage image, FloatBuffer out) {
    RgbImage input = geometry(image);
    for (Filter filter : filters) {
      input = filter.apply(input);
    }
    byte[] rgb = input.rgb();
    float[] plane = new float[rgb.length / 3];
    for (int channel = 0; channel < 3; channel++) {
      float[] table = table(channel);
      for (int i = 0; i < plane.length; i++) {
        plane[i] = table[rgb[3 * i + channel] & 0xFF];
      }
      out.put(plane);
    }
  }

  /**
   * What each of the 256 samples becomes; in NumPy's steps: scaled in double, the rest in float.
   */
  private float[] table(int channel) {
    float[] table = new float[256];
    double factor = rescale.orElse(1.0);
    for (int sample = 0; sample < 256; sample++) {
      float value = (float) (sample * factor);
      table[sample] = normalization.isPresent() ? normalization.get().apply(value, channel) : value;
    }
    return table;
  }
}
