package org.ocellus.trainer.network;

import ai.onnx.proto.OnnxMl.AttributeProto;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import org.ocellus.trainer.onnx.OnnxGraph;

/**
 * A two-dimensional convolution (cross-correlation, as in every framework). Weights start as He et
 * al. (2015) propose: normal with variance 2 / fan-out; the bias starts at 0.
 *
 * @param out output channels
 * @param kernel size of the kernel
 * @param stride step of the kernel
 * @param padding zeros around the input
 * @param dilation distance of the kernel's taps
 * @param groups parts that input and output channels fall into, each output looking at the inputs
 *     of its part alone; as many as input channels is a depthwise convolution
 * @param bias whether a number is added to each output channel; of no use before batch_norm
 */
public record Convolution(
    int out,
    Extent kernel,
    Extent stride,
    Padding padding,
    Extent dilation,
    int groups,
    boolean bias)
    implements Layer {

  /** Reads the options; stride, dilation and groups are 1 and padding is valid where not given. */
  @JsonCreator
  static Convolution of(
      @JsonProperty(value = "out", required = true) int out,
      @JsonProperty(value = "kernel", required = true) Extent kernel,
      @JsonProperty("stride") @Nullable Extent stride,
      @JsonProperty("padding") @Nullable Padding padding,
      @JsonProperty("dilation") @Nullable Extent dilation,
      @JsonProperty("groups") @Nullable Integer groups,
      @JsonProperty("bias") @Nullable Boolean bias) {
    return new Convolution(
        out,
        kernel,
        stride == null ? Extent.ONE : stride,
        padding == null ? Padding.VALID : padding,
        dilation == null ? Extent.ONE : dilation,
        groups == null ? 1 : groups,
        bias == null || bias);
  }

  /** Checks the numbers. */
  public Convolution {
    if (out < 1) {
      throw new IllegalArgumentException("'out' must be >= 1, got " + out);
    }
    if (groups < 1 || out % groups != 0) {
      throw new IllegalArgumentException(
          "'groups' must divide 'out' (" + out + ") and be >= 1, got " + groups);
    }
    kernel.atLeast(1, "'kernel'");
    stride.atLeast(1, "'stride'");
    dilation.atLeast(1, "'dilation'");
  }

  /** A square kernel with bias, padded by half of itself. */
  public static Convolution square(int out, int kernel, int stride) {
    return new Convolution(
        out,
        Extent.square(kernel),
        Extent.square(stride),
        Padding.zero(kernel / 2),
        Extent.ONE,
        1,
        true);
  }

  /** The same without bias, as is wanted before batch normalisation. */
  public Convolution withoutBias() {
    return new Convolution(out, kernel, stride, padding, dilation, groups, false);
  }

  /** The same in groups. */
  public Convolution grouped(int number) {
    return new Convolution(out, kernel, stride, padding, dilation, number, bias);
  }

  /** The same with other padding. */
  public Convolution padded(Padding other) {
    return new Convolution(out, kernel, stride, other, dilation, groups, bias);
  }

  @Override
  public String type() {
    return "conv";
  }

  @Override
  public String options() {
    return out
        + " of "
        + window()
        + (groups == 1 ? "" : ", groups " + groups)
        + (bias ? "" : ", no bias");
  }

  @Override
  public Window window() {
    return new Window(kernel, stride, padding, dilation);
  }

  @Override
  public Shape output(Shape input) {
    if (input.planes("conv").channels() % groups != 0) {
      throw new IllegalArgumentException(
          "'groups' is "
              + groups
              + ", which does not divide the input's "
              + input.channels()
              + " channels");
    }
    Extent size = window().slide(input);
    return new Shape(out, size.height(), size.width());
  }

  @Override
  public long parameters(Shape input) {
    return (long) out * taps(input) + (bias ? out : 0);
  }

  @Override
  public long macs(Shape input) {
    return output(input).size() * taps(input);
  }

  /** Inputs that one output looks at. */
  private long taps(Shape input) {
    return (long) input.channels() / groups * kernel.height() * kernel.width();
  }

  @Override
  public Block build(Weights weights, String name, Shape input) {
    return new Trained(this, weights, name, input);
  }

  /** A convolution with its weights. */
  static final class Trained implements Block {
    private final Convolution spec;
    private final String name;
    private final Shape input;
    private final Window window;
    private final Window.Pads pads;
    private final long[] shape;
    private final Tensor weight;
    private final @Nullable Tensor bias;

    private Trained(Convolution spec, Weights weights, String name, Shape input) {
      this.spec = spec;
      this.name = name;
      this.input = input;
      window = spec.window();
      pads = window.pads(input);
      Extent kernel = spec.kernel();
      shape =
          new long[] {
            spec.out(), input.channels() / spec.groups(), kernel.height(), kernel.width()
          };
      double fanOut = (double) spec.out() / spec.groups() * kernel.height() * kernel.width();
      weight = weights.normal(name + ".weight", Math.sqrt(2 / fanOut), shape);
      bias = spec.bias() ? weights.filled(name + ".bias", 0, spec.out()) : null;
    }

    @Override
    public Tensor forward(Tensor x, boolean training) {
      boolean skips = skipsPixels();
      return torch.conv2d(
          skips ? seen(x) : window.padded(x, pads, 0),
          weight,
          bias == null ? new TensorOptional() : new TensorOptional(bias),
          skips ? new long[] {1, 1} : spec.stride().toArray(),
          window.rest(pads),
          spec.dilation().toArray(),
          spec.groups());
    }

    /**
     * Whether only every so-manieth pixel is looked at. Those are cut out first, because oneDNN in
     * libtorch 2.10 writes beyond its memory in the backward pass of such a convolution of few
     * channels, and the JVM dies.
     */
    private boolean skipsPixels() {
      return spec.kernel().equals(Extent.ONE)
          && !spec.stride().equals(Extent.ONE)
          && pads.equals(new Window.Pads(0, 0, 0, 0));
    }

    private Tensor seen(Tensor x) {
      LongOptional all = new LongOptional();
      return x.slice(2, all, all, spec.stride().height()).slice(3, all, all, spec.stride().width());
    }

    @Override
    public String export(OnnxGraph graph, String x) {
      return write(graph, x, weights(), biases());
    }

    /** Writes one convolution that computes what this and the normalisation after it compute. */
    String export(OnnxGraph graph, String x, BatchNorm.Trained norm) {
      float[] w = weights();
      float[] b = biases();
      BatchNorm.ScaleAndShift folded = norm.scaleAndShift();
      int each = w.length / spec.out();
      for (int o = 0; o < spec.out(); o++) {
        double scale = folded.scale()[o];
        for (int i = o * each; i < (o + 1) * each; i++) {
          w[i] = (float) (w[i] * scale);
        }
        b[o] = (float) (b[o] * scale + folded.shift()[o]);
      }
      return write(graph, x, w, b);
    }

    private String write(OnnxGraph graph, String x, float[] w, float[] b) {
      List<AttributeProto> attributes = new ArrayList<>(window.attributes(input));
      attributes.add(OnnxGraph.attribute("group", spec.groups()));
      return graph.node(
          "Conv",
          List.of(
              x,
              graph.constant(name + ".weight", w, shape),
              graph.constant(exportedBias(), b, spec.out())),
          attributes.toArray(AttributeProto[]::new));
    }

    /** The name of the constant that {@link #export} adds to each channel. */
    String exportedBias() {
      return name + ".bias";
    }

    private float[] weights() {
      return Weights.toArray(weight);
    }

    private float[] biases() {
      return bias == null ? new float[spec.out()] : Weights.toArray(bias);
    }
  }
}
