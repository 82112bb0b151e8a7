package org.ocellus.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.image.Normalization;
import org.ocellus.image.Preprocessing;
import org.ocellus.image.RgbImage;
import org.ocellus.trainer.ToyPictures;
import org.ocellus.trainer.ToyRecipe;
import org.ocellus.trainer.augmentation.Augmentation;
import org.ocellus.trainer.augmentation.Background;
import org.ocellus.trainer.augmentation.Flip;
import org.ocellus.trainer.augmentation.Lighting;
import org.ocellus.trainer.augmentation.Mixing;
import org.ocellus.trainer.augmentation.Scale;
import org.ocellus.trainer.data.LoadingPlan.Varied;

class PictureLoaderTest {
  private static final Augmentation CROPS_AND_LIGHT =
      Augmentation.of(
          new Scale(0.3, 1.0, 1.3),
          new Flip(0.5),
          new Background(null, 0.5),
          new Lighting(0.4, 0.4, 0.4, null, null, null, null));

  @TempDir private Path folder;

  @Test
  void aFixedCropIsTheSameWhateverSeedAndPlaceAndItsColoursAreNot() throws Exception {
    Dataset dataset = dataset(CROPS_AND_LIGHT);
    PictureLoader teacher = loader(dataset, new int[] {5, 7}, new int[] {2, 2}, Varied.GEOMETRY, 1);
    PictureLoader again =
        loader(dataset, new int[] {7, 5, 5}, new int[] {2, 2, 3}, Varied.GEOMETRY, 9);
    PictureLoader student = loader(dataset, new int[] {5}, new int[] {2}, Varied.ALL, 9);

    assertThat(again.load(1).rgb()).isEqualTo(teacher.load(0).rgb());
    assertThat(again.load(0).rgb()).isEqualTo(teacher.load(1).rgb());
    assertThat(again.load(2).rgb()).isNotEqualTo(teacher.load(0).rgb());
    assertThat(student.load(0).rgb()).isNotEqualTo(teacher.load(0).rgb());
  }

  @Test
  void twoNetworksOfDifferentSizesSeeTheSameCrop() throws Exception {
    Dataset dataset = dataset(Augmentation.of(new Scale(0.3, 0.5, null), new Flip(0.5)));
    Preprocessing half = Preprocessing.builder().shortestEdge(8).crop(8).build();
    Preprocessing whole = Preprocessing.builder().shortestEdge(16).crop(16).build();
    LoadingPlan plan = LoadingPlan.crop(new int[] {0}, new int[] {0}, 1, 4);
    PictureCache cache = ToyRecipe.cache(folder, dataset);

    float[] small = new PictureLoader(dataset, cache, half, plan).load(0).rgb();
    float[] large = new PictureLoader(dataset, cache, whole, plan).load(0).rgb();

    assertThat((double) mean(small)).isCloseTo(mean(large), within(0.02));
    float[] other =
        new PictureLoader(
                dataset, cache, whole, LoadingPlan.crop(new int[] {0}, new int[] {0}, 1, 5))
            .load(0)
            .rgb();
    assertThat(other).isNotEqualTo(large);
  }

  @Test
  void aPictureTwiceInTheOrderIsVariedTwice() throws Exception {
    PictureLoader loader = loader(dataset(CROPS_AND_LIGHT), new int[] {3, 3}, null, Varied.ALL, 1);

    assertThat(loader.load(0).rgb()).isNotEqualTo(loader.load(1).rgb());
  }

  @Test
  void targetsAreMixedLikeThePictures() throws Exception {
    ToyPictures.write(folder.resolve("shapes"), 1);
    Files.writeString(
        folder.resolve("two.csv"),
        """
        path,keywords,size
        shapes/disk/0.png,disk,10
        shapes/level/0.png,level,20
        """);
    ManifestSource source =
        new ManifestSource(
            "two",
            "",
            "two.csv",
            null,
            List.of("size"),
            null,
            null,
            null,
            null,
            Augmentation.of(new Mixing(1.0, null)));
    Dataset dataset = Dataset.read(List.of(source), folder);
    int[] order = {0, 1, 0, 1, 0, 1, 0, 1};
    LoadingPlan plan = new LoadingPlan(order, new int[] {0, 1}, null, 4, false, Varied.ALL, 3);
    float[] disk = loader(dataset, order, null, Varied.NOTHING, 3).load(0).rgb();
    float[] level = loader(dataset, order, null, Varied.NOTHING, 3).load(1).rgb();
    PictureLoader loader =
        new PictureLoader(dataset, ToyRecipe.cache(folder, dataset), ToyRecipe.PREPROCESSING, plan);

    boolean mixed = false;
    for (int place = 0; place < order.length; place++) {
      PictureLoader.Loaded loaded = loader.load(place);
      float part = loaded.probabilities()[0]; // of the disk
      assertThat(loaded.probabilities()[1]).isCloseTo(1 - part, within(1e-6f));
      assertThat(loaded.probabilities()[order[place]]).isGreaterThanOrEqualTo(0.5f);
      assertThat(loaded.values()[0]).isCloseTo(10 * part + 20 * (1 - part), within(1e-4f));
      for (int i = 0; i < disk.length; i++) {
        assertThat(loaded.rgb()[i])
            .isCloseTo(part * disk[i] + (1 - part) * level[i], within(1e-3f));
      }
      mixed |= part > 0.01 && part < 0.99;
    }
    assertThat(mixed).isTrue();
  }

  @Test
  void fromALargerCacheAnUnvariedPictureIsResampledAsTheEngineDoes() throws Exception {
    Dataset dataset = dataset(CROPS_AND_LIGHT);
    Preprocessing larger =
        Preprocessing.builder().shortestEdge(20).crop(20).normalize(Normalization.IMAGENET).build();
    PictureCache cache =
        PictureCache.open(
            folder.resolve("cache"), larger, dataset.pictures(), (done, total, bad) -> {});
    LoadingPlan plan = LoadingPlan.unvaried(new int[] {4}, 1);

    float[] loaded = new PictureLoader(dataset, cache, ToyRecipe.PREPROCESSING, plan).load(0).rgb();

    float[] expected =
        ToyRecipe.PREPROCESSING.apply(new RgbImage(20, 20, cache.get(4))).data(); // CHW
    for (int i = 0; i < 16 * 16; i++) {
      for (int c = 0; c < 3; c++) {
        assertThat(loaded[3 * i + c]).isCloseTo(expected[c * 16 * 16 + i], within(1e-5f));
      }
    }
  }

  private Dataset dataset(Augmentation augmentation) throws Exception {
    ToyPictures.write(folder.resolve("shapes"), 4);
    return Dataset.read(List.of(ToyPictures.source("shapes", augmentation)), folder);
  }

  private PictureLoader loader(
      Dataset dataset, int[] order, int @Nullable [] crops, Varied varied, long seed)
      throws InterruptedException {
    return new PictureLoader(
        dataset,
        ToyRecipe.cache(folder, dataset),
        ToyRecipe.PREPROCESSING,
        new LoadingPlan(order, new int[] {0, 4, 8}, crops, 4, false, varied, seed));
  }

  private static double mean(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).average().orElseThrow();
  }
}
