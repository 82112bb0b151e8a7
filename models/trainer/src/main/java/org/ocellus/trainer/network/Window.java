package org.ocellus.trainer.network;

import ai.onnx.proto.OnnxMl.AttributeProto;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.ocellus.trainer.onnx.OnnxGraph;

/**
 * A window that slides over planes: the geometry that convolution and pooling share.
 *
 * @param kernel its size
 * @param stride its step
 * @param padding what is put around the planes
 * @param dilation distance of the taps, 1 for a dense window
 */
public record Window(Extent kernel, Extent stride, Padding padding, Extent dilation) {
  /** A window of one pixel. */
  public static final Window PIXEL = new Window(Extent.ONE, Extent.ONE, Padding.VALID, Extent.ONE);

  /** Checks the numbers. */
  public Window {
    kernel.atLeast(1, "kernel");
    stride.atLeast(1, "stride");
    dilation.atLeast(1, "dilation");
  }

  /** Rows and columns of padding. */
  record Pads(int top, int left, int bottom, int right) {
    boolean isSymmetric() {
      return top == bottom && left == right;
    }
  }

  /** Rows and columns from the window's first tap to its last. */
  Extent span() {
    return new Extent(
        (kernel.height() - 1) * dilation.height() + 1, (kernel.width() - 1) * dilation.width() + 1);
  }

  Pads pads(Shape input) {
    if (padding.mode() == Padding.Mode.SAME) {
      int rows = same(input.height(), stride.height(), span().height());
      int columns = same(input.width(), stride.width(), span().width());
      return new Pads(rows / 2, columns / 2, rows - rows / 2, columns - columns / 2);
    }
    Extent amount = padding.amount();
    return new Pads(amount.height(), amount.width(), amount.height(), amount.width());
  }

  /** The size of the planes that come out. */
  Extent slide(Shape input) {
    Pads pads = pads(input);
    int height = input.height() + pads.top() + pads.bottom() - span().height();
    int width = input.width() + pads.left() + pads.right() - span().width();
    if (height < 0 || width < 0) {
      throw new IllegalArgumentException(
          size(kernel)
              + (dilation.equals(Extent.ONE) ? "" : " (dilation " + dilation + ")")
              + " kernel does not fit a "
              + size(new Extent(input.height(), input.width()))
              + " input");
    }
    return new Extent(height / stride.height() + 1, width / stride.width() + 1);
  }

  /** The planes with {@code value} around them, where torch's own padding cannot do it. */
  Tensor padded(Tensor x, Pads pads, double value) {
    return pads.isSymmetric()
        ? x
        : torch.constant_pad_nd(
            x,
            new long[] {pads.left(), pads.right(), pads.top(), pads.bottom()},
            new Scalar(value));
  }

  /** What torch is to pad after {@link #padded}. */
  long[] rest(Pads pads) {
    return pads.isSymmetric() ? new long[] {pads.top(), pads.left()} : new long[] {0, 0};
  }

  /** ONNX's attributes of the window. */
  List<AttributeProto> attributes(Shape input) {
    Pads p = pads(input);
    return List.of(
        OnnxGraph.attribute("kernel_shape", kernel.toArray()),
        OnnxGraph.attribute("strides", stride.toArray()),
        OnnxGraph.attribute("pads", new long[] {p.top(), p.left(), p.bottom(), p.right()}),
        OnnxGraph.attribute("dilations", dilation.toArray()));
  }

  private static String size(Extent extent) {
    return extent.height() + "×" + extent.width();
  }

  /** As in "3×3, stride 2, padding same, dilation 2"; what does nothing is left out. */
  @Override
  public String toString() {
    return size(kernel)
        + (stride.equals(Extent.ONE) ? "" : ", stride " + stride)
        + (padding.isNone() ? "" : ", padding " + padding)
        + (dilation.equals(Extent.ONE) ? "" : ", dilation " + dilation);
  }

  private static int same(int input, int stride, int span) {
    int output = (input + stride - 1) / stride;
    return Math.max(0, (output - 1) * stride + span - input);
  }
}
