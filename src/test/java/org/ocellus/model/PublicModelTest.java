package org.ocellus.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ocellus.image.ImageDecoder;
import org.ocellus.image.Orientation;
import org.ocellus.image.RgbImage;

/**
 * A real public network, MobileNetV2 of ImageNet, as people bring them: without a word of ours in
 * its configuration. Runs where it lies beside the repository.
 */
class PublicModelTest {
  private static final Path SHARED = Path.of("../../shared");
  private static final Path MODEL = SHARED.resolve("models/mobilenet-v2");

  @BeforeEach
  void whereThereIsOne() {
    assumeThat(MODEL).as("a MobileNetV2 model folder at %s", MODEL).isDirectory();
  }

  @Test
  void itsPooledFeaturesAreTheEmbeddingAndItsLogitsTheClasses() throws IOException {
    try (Model model = Model.open(MODEL)) {
      assertThat(model.name()).isEqualTo("mobilenet-v2");
      assertThat(model.dimension()).isEqualTo(1280);
      assertThat(model.classifies()).isTrue();
      float[] embedding = model.encoder().embed(photographs("Landscape_0")).get(0);
      // The outputs of a ReLU6, averaged.
      for (float value : embedding) {
        assertThat(value).isBetween(0f, 6f);
      }
    }
  }

  /** The pictures carry the number of their orientation, so they are not quite equal. */
  @Test
  void aPhotographStoredInAnyOrientationIsNearerToItselfUprightThanItsMirrorImageIs()
      throws IOException {
    try (Model model = Model.open(MODEL)) {
      for (String series : List.of("Landscape", "Portrait")) {
        List<RgbImage> photographs = photographs(series);
        assertThat(photographs).hasSize(9);
        RgbImage upsideDown = Orientation.FLIP_VERTICAL.apply(photographs.get(0));
        List<float[]> embeddings = model.encoder().embed(photographs);
        float[] wrong = model.encoder().embed(List.of(upsideDown)).get(0);
        for (float[] embedding : embeddings) {
          assertThat(cosine(embedding, embeddings.get(0)))
              .isGreaterThan(cosine(wrong, embeddings.get(0)));
        }
      }
    }
  }

  private static List<RgbImage> photographs(String series) throws IOException {
    List<Path> files;
    try (var all = Files.list(SHARED.resolve("data/orientation"))) {
      files =
          all.filter(file -> file.getFileName().toString().startsWith(series)).sorted().toList();
    }
    List<RgbImage> images = new ArrayList<>();
    for (Path file : files) {
      images.add(new ImageDecoder().decode(file));
    }
    return images;
  }

  private static double cosine(float[] a, float[] b) {
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      ab += (double) a[i] * b[i];
      aa += (double) a[i] * a[i];
      bb += (double) b[i] * b[i];
    }
    return ab / Math.sqrt(aa * bb);
  }
}
