package org.ocellus.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;

class NativeMemoryTest {

  private final ImageDecoder decoder = new ImageDecoder();

  /**
   * Everything native that a call makes is put into the innermost scope and outlives it if open.
   */
  private static final class Watch extends PointerScope {
    private final List<Pointer> seen = new ArrayList<>();

    @Override
    public PointerScope attach(Pointer pointer) {
      seen.add(pointer);
      return super.attach(pointer);
    }
  }

  @Test
  void nothingNativeOutlivesACall() throws IOException {
    byte[] jpeg = TestPictures.bytes("/pictures/baseline.jpg");
    byte[] broken = TestPictures.bytes("/pictures/rgb.png");
    Arrays.fill(broken, 100, 300, (byte) 0x33);
    try (Watch watch = new Watch()) {
      RgbImage picture = decoder.decode(jpeg, "baseline.jpg");
      Filter.of(Kernel.laplacian()).apply(picture);
      assertThatThrownBy(() -> decoder.decode(broken, "broken.png"))
          .isInstanceOf(ImageDecodingException.class);

      assertThat(watch.seen).allMatch(pointer -> pointer.isNull());
    }
  }

  @Test
  void theHostsOwnScopeAndThreadCountAreLeftAlone() throws IOException {
    int threads = opencv_core.getNumThreads();
    try (PointerScope scope = new PointerScope();
        Mat mine = new Mat(2, 2, opencv_core.CV_8UC1)) {
      decoder.decode(TestPictures.bytes("/pictures/baseline.jpg"), "baseline.jpg");

      assertThat(mine.isNull()).isFalse();
      assertThat(PointerScope.getInnerScope()).isSameAs(scope);
    }
    assertThat(opencv_core.getNumThreads()).isEqualTo(threads);
  }

  @Test
  void manyThreadsDecodeWithOneDecoder() throws Exception {
    byte[] jpeg = TestPictures.bytes("/pictures/progressive.jpg");
    byte[] expected = decoder.decode(jpeg, "progressive.jpg").rgb();
    Callable<byte[]> task = () -> decoder.decode(jpeg, "progressive.jpg").rgb();
    try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
      for (Future<byte[]> result : pool.invokeAll(java.util.Collections.nCopies(200, task))) {
        assertThat(result.get()).isEqualTo(expected);
      }
    }
  }
}
