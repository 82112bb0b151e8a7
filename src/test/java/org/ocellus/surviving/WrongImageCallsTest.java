package org.ocellus.surviving;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ocellus.surviving.Wrong.argument;
import static org.ocellus.surviving.Wrong.call;
import static org.ocellus.surviving.Wrong.withoutArgument;

import java.io.IOException;
import java.nio.BufferOverflowException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.image.CenterCrop;
import org.ocellus.image.Filter;
import org.ocellus.image.ImageDecoder;
import org.ocellus.image.ImageDecodingException;
import org.ocellus.image.ImageFormat;
import org.ocellus.image.ImageHeader;
import org.ocellus.image.ImageWriter;
import org.ocellus.image.Kernel;
import org.ocellus.image.Normalization;
import org.ocellus.image.Padding;
import org.ocellus.image.Preprocessing;
import org.ocellus.image.Resampling;
import org.ocellus.image.Resize;
import org.ocellus.image.RgbImage;
import org.ocellus.image.Tensor;

/** What {@code image} says to calls that break its contracts. */
class WrongImageCallsTest {
  private static final double NAN = Double.NaN;

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> decoding() throws IOException {
    byte[] png = Files.readAllBytes(SeedPictures.resource("/pictures/rgb.png"));
    ImageDecoder decoder = new ImageDecoder();
    Path absent = folder.resolve("absent.png");
    return Stream.of(
        argument("no pixels", () -> new ImageDecoder(0), "maxPixels", "1", "715827879", "got 0"),
        argument("too many pixels", () -> new ImageDecoder(1L << 40), "maxPixels", "1099511627776"),
        argument("negative edge", () -> decoder.decode(png, "a", -1), "minShortEdge", "got -1"),
        withoutArgument("path", () -> decoder.decode(null)),
        withoutArgument("bytes", () -> decoder.decode(null, "a")),
        withoutArgument("name", () -> decoder.decode(png, null)),
        withoutArgument("bytes", () -> ImageHeader.read(null, "a")),
        call("absent", () -> decoder.decode(absent), NoSuchFileException.class, "absent.png"),
        call("a folder", () -> decoder.decode(folder), IOException.class, "" + folder, "folder"),
        call("empty", () -> decoder.decode(new byte[0], "a"), ImageDecodingException.class, "a:"));
  }

  @TestFactory
  Stream<DynamicTest> pictures() {
    RgbImage picture = new RgbImage(40, 24, new byte[3 * 40 * 24]);
    return Stream.of(
        argument("no width", () -> new RgbImage(0, 1, new byte[0]), "width", "got 0 x 1"),
        argument("too few bytes", () -> new RgbImage(2, 2, new byte[5]), "12 bytes", "got 5"),
        argument("beyond int", () -> new RgbImage(65536, 65536, new byte[0]), "12884901888"),
        withoutArgument("rgb", () -> new RgbImage(1, 1, null)),
        argument("over the edge", () -> picture.crop(39, 0, 5, 5), "5 x 5", "(39, 0)", "40 x 24"),
        argument("an empty crop", () -> picture.crop(0, 0, 0, 5), "0 x 5"),
        argument("a wide crop", () -> picture.crop(1, 0, Integer.MAX_VALUE, 5), "2147483647"),
        argument("shape", () -> new Tensor(new float[3], new long[] {2, 2}), "[2, 2]", "3"),
        argument("side", () -> new Tensor(new float[4], new long[] {-2, -2}), ">= 1", "[-2, -2]"),
        argument("a format not written", () -> ImageWriter.encode(picture, ImageFormat.GIF), "GIF"),
        argument(
            "an unknown ending",
            () -> ImageWriter.write(picture, folder.resolve("a.xyz")),
            "a.xyz",
            ".png"),
        call(
            "into no folder",
            () -> ImageWriter.write(picture, folder.resolve("none/a.png")),
            NoSuchFileException.class,
            "none"));
  }

  @TestFactory
  Stream<DynamicTest> kernels() {
    return Stream.of(
        argument("no rows", () -> new Kernel(0, 1, new float[0]), "rows", "0 x 1"),
        argument("too few values", () -> new Kernel(3, 3, new float[2]), "9 values", "got 2"),
        argument("NaN", () -> new Kernel(1, 1, new float[] {Float.NaN}), "finite", "NaN"),
        argument("sigma 0", () -> Kernel.gaussian(0), "sigma", "got 0.0"),
        argument("sigma NaN", () -> Kernel.gaussian(NAN), "sigma", "NaN"),
        argument("sigma", () -> Kernel.gaussian(1e9), "sigma", "100", "1.0E9"),
        argument("lambda", () -> Kernel.gabor(0, 0, 1, 1), "lambda", "got 0.0"),
        argument("gabor sigma", () -> Kernel.gabor(0, 1, -1, 1), "sigma", "got -1.0"),
        argument("gamma", () -> Kernel.gabor(0, 1, 1, 0), "gamma", "got 0.0"),
        argument("theta", () -> Kernel.gabor(NAN, 1, 1, 1), "theta", "NaN"),
        argument("psi", () -> Kernel.gabor(0, 1, 1, 1, NAN), "psi", "NaN"),
        argument("dct", () -> Kernel.dct(8, 0, 8), "0 to n - 1", "u 8", "n 8"),
        argument("dct n", () -> Kernel.dct(0, 0, 65), "1 to 64", "n 65"),
        call(
            "a column that is none",
            () -> Kernel.laplacian().at(0, 4),
            IndexOutOfBoundsException.class,
            "column 4",
            "3 x 3"),
        argument(
            "stride", () -> new Filter(Kernel.laplacian(), Padding.ZERO, 0), "stride", "got 0"),
        argument("input", () -> Filter.of(Kernel.laplacian()).outputSize(0), "inputSize", "got 0"),
        withoutArgument("kernel", () -> Filter.of(null)),
        withoutArgument("padding", () -> new Filter(Kernel.laplacian(), null, 1)));
  }

  @Test
  void aBufferTooShortForAPictureOverflows() {
    Preprocessing eight = Preprocessing.builder().shortestEdge(8).crop(8).build();
    RgbImage picture = new RgbImage(40, 24, new byte[3 * 40 * 24]);
    assertThatThrownBy(() -> eight.apply(picture, FloatBuffer.allocate(3 * 8 * 8 - 1)))
        .isInstanceOf(BufferOverflowException.class);
  }

  @TestFactory
  Stream<DynamicTest> preprocessing() {
    RgbImage picture = new RgbImage(40, 24, new byte[3 * 40 * 24]);
    return Stream.of(
        argument("no size", () -> Preprocessing.builder().build(), "size", "set crop_size"),
        argument("edge", () -> Preprocessing.builder().shortestEdge(0), "shortest_edge", "got 0"),
        argument("long edge", () -> Preprocessing.builder().longestEdge(-1), "longest_edge", "-1"),
        argument("size", () -> Preprocessing.builder().size(-1, 3), "size.height", "got -1"),
        argument("crop", () -> Preprocessing.builder().crop(0), "crop_size", "height 0"),
        argument("large crop", () -> new CenterCrop(100_000, 100_000), "crop_size", "100000"),
        argument("large size", () -> new Resize.Exact(1 << 20, 1 << 20), "1048576 x 1048576"),
        argument(
            "rescale", () -> Preprocessing.builder().crop(8).rescale(0).build(), "rescale", "0"),
        withoutArgument("filter", () -> Preprocessing.builder().filter(null)),
        withoutArgument("resampling", () -> Preprocessing.builder().resampling(null)),
        withoutArgument("resize", () -> Preprocessing.builder().resize(null)),
        withoutArgument("normalization", () -> Preprocessing.builder().normalize(null)),
        argument(
            "mean", () -> new Normalization(List.of(1.0), List.of(1.0)), "image_mean", "[1.0]"),
        argument(
            "std",
            () -> new Normalization(List.of(0.0, 0.0, 0.0), List.of(0.0, 1.0, 1.0)),
            "image_std",
            "above 0",
            "[0.0, 1.0, 1.0]"),
        argument("no JSON", () -> Preprocessing.fromJson("{"), "preprocessor_config.json", "JSON"),
        argument(
            "wrong type",
            () -> Preprocessing.fromJson("{\"size\":\"big\"}"),
            "size must be an object",
            "big"),
        argument("resample", () -> Resampling.fromPil(9), "resample", "got 9"),
        argument("no side", () -> Resampling.BOX.resize(picture, 0, 1), "width", "0 x 1"),
        argument("huge", () -> Resampling.BOX.resize(picture, 100_000, 100_000), "100000 x 100000"),
        call(
            "absent",
            () -> Preprocessing.read(folder.resolve("none.json")),
            NoSuchFileException.class,
            "none.json"));
  }
}
