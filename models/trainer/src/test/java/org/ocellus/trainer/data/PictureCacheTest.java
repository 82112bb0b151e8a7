package org.ocellus.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.image.Preprocessing;
import org.ocellus.trainer.ToyRecipe;

class PictureCacheTest {
  @TempDir private Path folder;

  @Test
  void itHoldsWhatTheEnginesGeometryGives() throws Exception {
    Dataset dataset = ToyRecipe.dataset(folder, 3);
    PictureCache cache = ToyRecipe.cache(folder, dataset);

    assertThat(cache.get(7))
        .isEqualTo(ToyRecipe.PREPROCESSING.geometry(dataset.pictures().get(7).decode()).rgb());
    assertThat(cache.usable(7)).isTrue();
  }

  @Test
  void aJpegIsDecodedAtAReducedScaleWhereTheEngineWouldDoSo() throws Exception {
    Path photo = folder.resolve("photo.jpg");
    ImageIO.write(noise(200), "jpeg", photo.toFile());
    PictureContent content = new PictureFile(photo);
    Preprocessing reduced =
        Preprocessing.builder().shortestEdge(16).crop(16).reducedDecoding(true).build();

    PictureCache cache =
        PictureCache.open(
            folder.resolve("cache"), reduced, List.of(content), (done, total, bad) -> {});

    assertThat(cache.get(0))
        .isEqualTo(reduced.geometry(content.decode(reduced)).rgb())
        .isNotEqualTo(reduced.geometry(content.decode()).rgb());
  }

  private static BufferedImage noise(int size) {
    SplittableRandom random = new SplittableRandom(1);
    BufferedImage picture = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < size * size; i++) {
      picture.setRGB(i % size, i / size, random.nextInt(1 << 24));
    }
    return picture;
  }

  @Test
  void equalPicturesAreNotDecodedAgain() throws Exception {
    Dataset dataset = ToyRecipe.dataset(folder, 3);
    PictureCache first = ToyRecipe.cache(folder, dataset);
    byte[] marked = first.get(0);
    marked[0]++;
    first.put(0, marked);

    PictureCache second = ToyRecipe.cache(folder, dataset);

    assertThat(second.get(0)).isEqualTo(marked);
    try (Stream<Path> files = Files.list(folder.resolve("cache"))) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void aFewBadPicturesAreSkippedAndCounted() throws Exception {
    Dataset whole = ToyRecipe.dataset(folder, 50);
    Path broken = Path.of(whole.pictures().get(3).name());
    Files.writeString(broken, "no picture");

    PictureCache cache = ToyRecipe.cache(folder, whole);

    assertThat(cache.bad()).isEqualTo(1);
    assertThat(cache.usable(3)).isFalse();
    assertThat(whole.split(0.2, 1, cache::usable).training()).doesNotContain(3);
  }

  @Test
  void moreThanOneInAHundredStopsAndNamesThem() throws Exception {
    Dataset dataset = ToyRecipe.dataset(folder, 3);
    Path broken = Path.of(dataset.pictures().get(3).name());
    Files.writeString(broken, "no picture");

    assertThatThrownBy(() -> ToyRecipe.cache(folder, dataset))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("1 of 9 pictures cannot be decoded")
        .hasMessageContaining(broken.toString());
  }

  @Test
  void aBadPictureIsNamedEachTimeTheCacheIsOpened() throws Exception {
    Dataset dataset = ToyRecipe.dataset(folder, 50);
    String broken = dataset.pictures().get(3).name();
    Files.writeString(Path.of(broken), "no picture");

    for (int time = 0; time < 2; time++) {
      List<String> skipped = new CopyOnWriteArrayList<>();
      PictureCache.open(
          folder.resolve("cache"),
          ToyRecipe.PREPROCESSING,
          dataset.pictures(),
          new PreparationListener() {
            @Override
            public void prepared(int done, int total, int bad) {}

            @Override
            public void skipped(String name, IOException why) {
              skipped.add(name);
            }
          });

      assertThat(skipped).containsExactly(broken);
    }
  }

  @Test
  void whereMostAreBadDecodingStopsEarly() throws Exception {
    Dataset dataset = ToyRecipe.dataset(folder, 100);
    for (PictureContent picture : dataset.pictures()) {
      Files.writeString(Path.of(picture.name()), "no picture");
    }

    assertThatThrownBy(() -> ToyRecipe.cache(folder, dataset))
        .isInstanceOf(DataException.class)
        .hasMessageMatching("\\d{1,2} of 300 pictures cannot be decoded.*");
  }

  @Test
  void anInterruptEndsTheDecoding() throws Exception {
    Dataset dataset = ToyRecipe.dataset(folder, 50);
    Files.writeString(Path.of(dataset.pictures().get(3).name()), "no picture");
    Thread opening = Thread.currentThread();
    PreparationListener interrupting =
        new PreparationListener() {
          @Override
          public void prepared(int done, int total, int bad) {}

          @Override
          public void skipped(String name, IOException why) {
            opening.interrupt();
          }
        };

    assertThatThrownBy(
            () ->
                PictureCache.open(
                    folder.resolve("cache"),
                    ToyRecipe.PREPROCESSING,
                    dataset.pictures(),
                    interrupting))
        .isInstanceOf(InterruptedException.class);

    assertThat(ToyRecipe.cache(folder, dataset).bad()).isEqualTo(1);
  }

  @Test
  void itSaysHowFarItIs() throws Exception {
    Dataset dataset = ToyRecipe.dataset(folder, 3);
    List<String> said = new CopyOnWriteArrayList<>();

    PictureCache.open(
        folder.resolve("cache"),
        ToyRecipe.PREPROCESSING,
        dataset.pictures(),
        (done, total, bad) -> said.add(done + " of " + total + ", bad " + bad));

    assertThat(said).containsExactly("9 of 9, bad 0");
  }
}
