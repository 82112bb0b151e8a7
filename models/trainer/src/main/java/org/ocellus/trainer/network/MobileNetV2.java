package org.ocellus.trainer.network;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * MobileNetV2 (Sandler et al., "MobileNetV2: inverted residuals and linear bottlenecks", 2018) over
 * square RGB pictures: blocks that widen by 1×1 convolutions, look around by depthwise ones, and
 * narrow again. 3,504,872 parameters at width 1 with 1,000 classes; the embedding has 1,280
 * dimensions up to there.
 *
 * @param width factor of all channels, which are rounded to multiples of 8; the last convolution's
 *     grow with it but do not shrink
 * @param resolution width and height of the input in pixels
 */
public record MobileNetV2(double width, int resolution) implements Architecture {
  /** The paper's: width 1, 224 pixels. */
  public static final MobileNetV2 STANDARD = new MobileNetV2(1, 224);

  /** Blocks of one kind: the paper's t, c, n and s. */
  private record Stage(int expansion, int channels, int blocks, int stride) {}

  private static final List<Stage> STAGES =
      List.of(
          new Stage(1, 16, 1, 1),
          new Stage(6, 24, 2, 2),
          new Stage(6, 32, 3, 2),
          new Stage(6, 64, 4, 2),
          new Stage(6, 96, 3, 1),
          new Stage(6, 160, 3, 2),
          new Stage(6, 320, 1, 1));

  @JsonCreator
  static MobileNetV2 of(
      @JsonProperty("width") @Nullable Double width,
      @JsonProperty("resolution") @Nullable Integer resolution) {
    return new MobileNetV2(
        width == null ? STANDARD.width : width,
        resolution == null ? STANDARD.resolution : resolution);
  }

  /** Checks the numbers. */
  public MobileNetV2 {
    if (!(width > 0 && width <= 16)) {
      throw new IllegalArgumentException("'width' must be in (0, 16], got " + width);
    }
    if (resolution < 1) {
      throw new IllegalArgumentException("'resolution' must be >= 1, got " + resolution);
    }
  }

  @Override
  public NetworkSpec network() {
    int channels = channels(32);
    List<Layer> layers = new ArrayList<>(activated(Convolution.square(channels, 3, 2)));
    for (Stage stage : STAGES) {
      for (int b = 0; b < stage.blocks(); b++) {
        int stride = b == 0 ? stage.stride() : 1;
        int out = channels(stage.channels());
        List<Layer> block = block(channels, stage.expansion(), out, stride);
        if (stride == 1 && channels == out) {
          layers.add(new Residual(block, null));
        } else {
          layers.addAll(block);
        }
        channels = out;
      }
    }
    layers.addAll(activated(Convolution.square(Math.max(1280, channels(1280)), 1, 1)));
    layers.add(new GlobalMean());
    return new NetworkSpec(new Shape(3, resolution, resolution), layers, Map.of());
  }

  /** An inverted residual without its shortcut. */
  private static List<Layer> block(int in, int expansion, int out, int stride) {
    int wide = in * expansion;
    List<Layer> layers = new ArrayList<>();
    if (expansion > 1) {
      layers.addAll(activated(Convolution.square(wide, 1, 1)));
    }
    layers.addAll(activated(Convolution.square(wide, 3, stride).grouped(wide)));
    layers.add(Convolution.square(out, 1, 1).withoutBias());
    layers.add(BatchNorm.STANDARD);
    return layers;
  }

  private static List<Layer> activated(Convolution convolution) {
    return List.of(convolution.withoutBias(), BatchNorm.STANDARD, Activation.RELU6);
  }

  /** The nearest multiple of 8, but at least 8 and not below 90 % of what was asked for. */
  private int channels(int standard) {
    double wanted = standard * width;
    int rounded = Math.max(8, (int) (wanted + 4) / 8 * 8);
    return rounded < 0.9 * wanted ? rounded + 8 : rounded;
  }
}
