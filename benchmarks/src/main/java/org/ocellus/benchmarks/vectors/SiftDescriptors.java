package org.ocellus.benchmarks.vectors;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.KeyPointVector;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_features2d.SIFT;
import org.ocellus.image.ImageDecoder;
import org.ocellus.image.ImageDecodingException;
import org.ocellus.image.RgbImage;
import org.ocellus.index.NpyWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The vectors that benchmarks of nearest neighbours began with; Ocellus itself indexes none. */
@Command(
    name = "sift",
    description =
        "Writes SIFT descriptors (Lowe, IJCV 2004) of the pictures below folders, by OpenCV, to a"
            + " NumPy file: float32, 128 whole numbers from 0 to 255 a row.",
    mixinStandardHelpOptions = true)
public final class SiftDescriptors implements Callable<Integer> {
  private static final int DIMENSION = 128;

  @Parameters(paramLabel = "DIR", arity = "1..*", description = "folders of pictures")
  private List<Path> folders = List.of();

  @Option(names = "--out", required = true, paramLabel = "FILE.npy", description = "to be written")
  private Path out;

  @Option(
      names = "--each",
      paramLabel = "N",
      defaultValue = "64",
      description = "of each picture the N strongest; ${DEFAULT-VALUE} unless said")
  private int each;

  @Override
  public Integer call() throws IOException {
    List<Path> pictures = Pictures.below(folders);
    try (NpyWriter writer = new NpyWriter(out, DIMENSION)) {
      int written = Rows.write(pictures, this::described, writer);
      System.out.printf("%s: %d × %d%n", out, written, DIMENSION);
    }
    return 0;
  }

  private List<float[]> described(List<Path> files) throws IOException {
    ImageDecoder decoder = new ImageDecoder();
    List<float[]> descriptors = new ArrayList<>();
    for (Path file : files) {
      try {
        describe(decoder.decode(Files.readAllBytes(file), file.toString()), descriptors);
      } catch (ImageDecodingException e) {
        System.err.println(e.getMessage());
      }
    }
    return descriptors;
  }

  private void describe(RgbImage picture, List<float[]> descriptors) {
    try (PointerScope scope = new PointerScope();
        SIFT sift = SIFT.create(each, 3, 0.04, 10, 1.6, false)) {
      Mat pixels =
          new Mat(
              picture.height(),
              picture.width(),
              opencv_core.CV_8UC3,
              new BytePointer(picture.rgb()));
      Mat grey = new Mat();
      opencv_imgproc.cvtColor(pixels, grey, opencv_imgproc.COLOR_RGB2GRAY);
      Mat rows = new Mat();
      sift.detectAndCompute(grey, new Mat(), new KeyPointVector(), rows, false);
      if (rows.empty()) {
        return;
      }
      FloatBuffer numbers = rows.createBuffer();
      for (int row = 0; row < rows.rows(); row++) {
        float[] descriptor = new float[DIMENSION];
        numbers.get(descriptor);
        descriptors.add(descriptor);
      }
    }
  }
}
