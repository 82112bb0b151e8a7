package org.ocellus.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ocellus.query.VisualQuery.similarTo;
import static org.ocellus.query.VisualQuery.similarToId;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.VisualIndex;
import org.ocellus.image.ImageDecoder;
import org.ocellus.image.RgbImage;
import org.ocellus.index.Picture;
import org.ocellus.index.VectorStorage;
import org.ocellus.model.Metric;
import org.ocellus.model.Model;
import org.ocellus.model.TinyModel;

/** Questions with several examples, unlike ones, and parts of pictures. */
class ExamplesTest {
  private static final int COUNT = 300;
  private static final int DIMENSION = TinyModel.DIMENSION;

  @TempDir Path folder;
  private final float[][] vectors = new float[COUNT][DIMENSION];
  private Model model;
  private VisualIndex index;

  @BeforeEach
  void index() throws IOException {
    Random random = new Random(9);
    model = Model.open(TinyModel.write(folder.resolve("model")));
    index =
        VisualIndex.open(
            folder.resolve("index"), model, VectorStorage.of(Metric.COSINE, Metric.EUCLIDEAN));
    for (int i = 0; i < COUNT; i++) {
      for (int d = 0; d < DIMENSION; d++) {
        vectors[i][d] = (float) (random.nextGaussian() * (1 + i % 5));
      }
      index.add(Picture.ofVector(id(i), vectors[i]));
    }
    index.commit();
  }

  @AfterEach
  void close() throws IOException {
    index.close();
  }

  private static String id(int i) {
    return "p%03d".formatted(i);
  }

  @Test
  void severalExamplesAreTheMeanOfTheirDirectionsUnderCosine() throws IOException {
    double[] mean = new double[DIMENSION];
    for (int i : new int[] {1, 2, 3}) {
      for (int d = 0; d < DIMENSION; d++) {
        mean[d] += vectors[i][d] / length(vectors[i]) / 3;
      }
    }
    Similar asked = similarToId("p001").and(similarToId("p002")).and(similarToId("p003"));
    assertThat(index.search(asked.exactly()).ids())
        .isEqualTo(nearest(i -> -cosine(mean, vectors[i]), 1, 2, 3));
    assertThat(index.search(asked.limit(COUNT)).ids())
        .hasSize(COUNT - 3)
        .doesNotContain("p001", "p002", "p003");
  }

  @Test
  void severalExamplesAreTheMeanOfTheirVectorsUnderEuclideanDistance() throws IOException {
    double[] mean = new double[DIMENSION];
    for (int i : new int[] {1, 2, 3}) {
      for (int d = 0; d < DIMENSION; d++) {
        mean[d] += vectors[i][d] / 3.0;
      }
    }
    Similar asked = similarToId("p001").and(similarToId("p002")).and(similarToId("p003"));
    assertThat(index.search(asked.by(Metric.EUCLIDEAN).exactly()).ids())
        .isEqualTo(nearest(i -> distance(mean, vectors[i]), 1, 2, 3));
  }

  @Test
  void unlikeExamplesMoveTheQuestionAwayByRocchiosRule() throws IOException {
    double[] cosine = new double[DIMENSION];
    double[] euclidean = new double[DIMENSION];
    for (int d = 0; d < DIMENSION; d++) {
      cosine[d] =
          0.75 * vectors[7][d] / length(vectors[7]) - 0.25 * vectors[8][d] / length(vectors[8]);
      euclidean[d] = 1.5 * vectors[7][d] - 0.5 * vectors[8][d];
    }
    Similar asked = similarToId("p007").unlike(similarToId("p008")).exactly();
    assertThat(index.search(asked).ids())
        .isEqualTo(nearest(i -> -cosine(cosine, vectors[i]), 7, 8));
    assertThat(index.search(asked.by(Metric.EUCLIDEAN)).ids())
        .isEqualTo(nearest(i -> distance(euclidean, vectors[i]), 7, 8));
    assertThat(index.search(asked).list().get(0).reasons().get(0).matched())
        .isEqualTo("to p007, unlike p008");
  }

  @Test
  void examplesThatCancelEachOtherOutAreRefused() {
    float[] negative = new float[DIMENSION];
    for (int d = 0; d < DIMENSION; d++) {
      negative[d] = -3 * vectors[5][d];
    }
    assertThatThrownBy(() -> index.search(similarToId("p005").and(similarTo(negative))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("cancel each other out", "to p005 and a vector");
  }

  @Test
  void examplesOfDifferentLengthsAreRefused() throws IOException {
    try (VisualIndex empty = VisualIndex.open(folder.resolve("empty"))) {
      assertThatThrownBy(
              () -> empty.search(similarTo(new float[2]).and(similarTo(new float[] {1, 2, 3}))))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aStoredExampleIsNoHitInWhicheverUnicodeFormItIsNamed() throws IOException {
    index.add(Picture.ofVector("caf\u00e9.jpg", vectors[0]));
    index.commit();
    assertThat(index.search(similarToId("cafe\u0301.jpg").limit(1)).ids()).containsExactly("p000");
  }

  @Test
  void aRegionIsEmbeddedAsThePictureCutOutByHand() throws IOException {
    Path file = halves(folder.resolve("halves.png"));
    RgbImage whole = new ImageDecoder().decode(file);
    Region region = new Region(0.55, 0.1, 0.4, 0.8);
    // 40 × 20 pixels.
    RgbImage part = whole.crop(22, 2, 16, 16);
    List<String> byHand = index.search(similarTo(part).exactly()).ids();
    assertThat(byHand).isNotEqualTo(index.search(similarTo(whole).exactly()).ids());
    assertThat(index.search(similarTo(file).region(region).exactly()).ids()).isEqualTo(byHand);
    assertThat(index.search(similarTo(whole).region(region).exactly()).ids()).isEqualTo(byHand);
    Hits encoded = index.search(similarTo(Files.readAllBytes(file)).region(region).exactly());
    assertThat(encoded.ids()).isEqualTo(byHand);
    assertThat(encoded.list().get(0).score())
        .isEqualTo(index.search(similarTo(part).exactly()).list().get(0).score());
  }

  @Test
  void aRegionIsCutFromTheUprightPicture() throws IOException, URISyntaxException {
    Path turned =
        Path.of(
            Objects.requireNonNull(getClass().getResource("/pictures/quarter-turn.jpg")).toURI());
    RgbImage upright = new ImageDecoder().decode(turned);
    int half = Math.round(upright.height() / 2f);
    RgbImage lower = upright.crop(0, half, upright.width(), upright.height() - half);
    Hits hits = index.search(similarTo(turned).region(new Region(0, 0.5, 1, 0.5)).exactly());
    Hits byHand = index.search(similarTo(lower).exactly());
    assertThat(hits.ids()).isEqualTo(byHand.ids());
    assertThat(hits.list().get(0).score()).isEqualTo(byHand.list().get(0).score());
    assertThat(hits.list().get(0).reasons().get(0).matched())
        .isEqualTo("to part of quarter-turn.jpg");
  }

  @Test
  void aRegionSmallerThanAPixelIsThePixelItLiesIn() {
    RgbImage picture = new RgbImage(2, 4, new byte[24]);
    picture.rgb()[21] = 9;
    assertThat(new Region(0.99, 0.99, 0.01, 0.01).of(picture).rgb()).containsExactly(9, 0, 0);
  }

  @Test
  void allWithinADistanceAreFoundHoweverMany() throws IOException {
    double[] zero = new double[DIMENSION];
    List<String> within =
        IntStream.range(0, COUNT)
            .filter(i -> distance(zero, vectors[i]) <= 15)
            .mapToObj(ExamplesTest::id)
            .toList();
    assertThat(within.size()).isBetween(100, COUNT - 50);
    Similar asked = similarTo(new float[DIMENSION]).by(Metric.EUCLIDEAN);
    assertThat(index.search(asked.maxDistance(15).limit(1000)).ids())
        .containsExactlyInAnyOrderElementsOf(within);
    assertThat(index.search(asked.exactly().maxDistance(15).limit(1000)).ids())
        .containsExactlyInAnyOrderElementsOf(within);
  }

  private static Path halves(Path file) throws IOException {
    var image = new java.awt.image.BufferedImage(40, 20, java.awt.image.BufferedImage.TYPE_INT_RGB);
    for (int x = 0; x < 40; x++) {
      for (int y = 0; y < 20; y++) {
        image.setRGB(x, y, x < 20 ? 0xFF2010 : (x * 5) << 8 | (y * 9));
      }
    }
    javax.imageio.ImageIO.write(image, "png", file.toFile());
    return file;
  }

  private List<String> nearest(IntToDoubleFunction order, Integer... without) {
    Set<Integer> examples = Set.of(without);
    return IntStream.range(0, COUNT)
        .boxed()
        .filter(i -> !examples.contains(i))
        .sorted(Comparator.comparingDouble(order::applyAsDouble))
        .limit(10)
        .map(ExamplesTest::id)
        .collect(Collectors.toList());
  }

  private static double length(float[] vector) {
    double sum = 0;
    for (float v : vector) {
      sum += (double) v * v;
    }
    return Math.sqrt(sum);
  }

  private static double cosine(double[] a, float[] b) {
    double ab = 0;
    double aa = 0;
    for (int i = 0; i < a.length; i++) {
      ab += a[i] * b[i];
      aa += a[i] * a[i];
    }
    return ab / Math.sqrt(aa) / length(b);
  }

  private static double distance(double[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += Math.pow(a[i] - b[i], 2);
    }
    return Math.sqrt(sum);
  }
}
