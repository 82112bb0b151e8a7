package org.ocellus.trainer.captioner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.image.ImageDecoder;
import org.ocellus.image.Tensor;
import org.ocellus.trainer.ToyCaptions;
import org.ocellus.trainer.data.CaptionedPicture;
import org.ocellus.trainer.data.PreparationListener;
import org.ocellus.trainer.onnx.GraphRun;
import org.ocellus.trainer.onnx.LastPlanes;

class CaptionedPlanesTest {
  private static final int SIDE = 4;

  @TempDir private Path folder;
  private final List<String> skipped = new ArrayList<>();

  @BeforeEach
  void pictures() throws Exception {
    ToyCaptions.write(folder);
  }

  @Test
  void planesAreThoseOfThePictureAndOfItsMirrorImage() throws Exception {
    CaptionedPlanes planes = compute();
    float[] plain = new float[planes.length()];
    float[] mirrored = new float[planes.length()];
    planes.planes(5, false, plain, 0);
    planes.planes(5, true, mirrored, 0);

    FrozenEncoder encoder = FrozenEncoder.open(folder.resolve("encoder"));
    LastPlanes network = encoder.planes();
    Tensor picture =
        encoder.preprocessing().apply(new ImageDecoder().decode(Path.of(planes.name(5))));
    try (GraphRun run = new GraphRun(network.model(), List.of(network.name()), 1)) {
      float[] expected = run.run(List.of(picture)).values().iterator().next().data();
      assertThat(planes.length()).isEqualTo(expected.length).isEqualTo(4 * SIDE * SIDE);
      for (int i = 0; i < expected.length; i++) {
        int channel = i / (SIDE * SIDE);
        int column = i % SIDE;
        // Mirrored, an edge to the right is one to the left, elsewhere in its row.
        int turned = channel < 2 ? channel : 5 - channel;
        int other = (turned - channel) * SIDE * SIDE + i - column + SIDE - 1 - column;
        // Kept in float16.
        assertThat(plain[i]).isCloseTo(expected[i], within(1e-3f * (1 + expected[i])));
        assertThat(mirrored[i]).isCloseTo(expected[other], within(1e-3f * (1 + expected[other])));
      }
    }
  }

  @Test
  void picturesThatCannotBeReadAreNamedAndLeftOut() throws Exception {
    Files.writeString(folder.resolve("shapes/disk/9.png"), "no picture");

    CaptionedPlanes planes = compute();

    assertThat(skipped).singleElement().asString().endsWith("9.png");
    assertThat(planes.size()).isEqualTo(47);
    assertThat(planes.name(1)).endsWith("10.png");
    assertThat(planes.sentences(46))
        .containsExactly(List.of("here", "stripes", "stand", "upright"));
  }

  private CaptionedPlanes compute() throws InterruptedException {
    PreparationListener listener =
        new PreparationListener() {
          @Override
          public void prepared(int done, int total, int bad) {}

          @Override
          public void skipped(String picture, IOException why) {
            skipped.add(picture);
          }
        };
    return CaptionedPlanes.compute(
        FrozenEncoder.open(folder.resolve("encoder")),
        CaptionedPicture.read(folder.resolve("captions.jsonl"), "train"),
        folder.resolve("cache"),
        1,
        listener);
  }
}
