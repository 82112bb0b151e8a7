package org.ocellus.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.trainer.ToyPictures;
import org.ocellus.trainer.ToyRecipe;
import org.ocellus.trainer.data.LoadingPlan.Varied;
import org.ocellus.trainer.network.Weights;

class BatchLoaderTest {
  @TempDir private Path folder;

  @Test
  void aPictureThatIsNotVariedIsWhatTheEnginesPreprocessingGives() throws Exception {
    Dataset dataset = ToyRecipe.dataset(folder, 4);
    float[] loaded = first(dataset, false, 1);

    float[] expected = new float[0];
    for (int i = 0; i < 5; i++) {
      float[] one = ToyRecipe.PREPROCESSING.apply(dataset.pictures().get(i).decode()).data();
      expected = Arrays.copyOf(expected, expected.length + one.length);
      System.arraycopy(one, 0, expected, expected.length - one.length, one.length);
    }

    assertThat(loaded).hasSameSizeAs(expected);
    for (int i = 0; i < loaded.length; i++) {
      assertThat(loaded[i]).isCloseTo(expected[i], org.assertj.core.data.Offset.offset(1e-5f));
    }
  }

  @Test
  void variationIsAFunctionOfTheSeed() throws Exception {
    Dataset dataset = ToyRecipe.dataset(folder, 4);

    assertThat(first(dataset, true, 1)).isEqualTo(first(dataset, true, 1));
    assertThat(first(dataset, true, 1)).isNotEqualTo(first(dataset, true, 2));
  }

  @Test
  void aTargetIsEvenOverThePicturesLabels() throws Exception {
    ToyPictures.write(folder.resolve("shapes"), 1);
    java.nio.file.Files.writeString(
        folder.resolve("two.jsonl"),
        """
        {"path":"shapes/disk/0.png","keywords":["round","red"],"split":"train"}
        {"path":"shapes/level/0.png","keywords":["red"],"split":"train"}
        """);
    Dataset dataset =
        Dataset.read(
            List.of(
                new ManifestSource("two", "", "two.jsonl", null, null, null, null, 1, null, null)),
            folder);

    try (BatchLoader loader = loader(dataset, new int[] {0, 1}, 2, true, false, 0);
        PointerScope scope = new PointerScope()) {
      Batch batch = Objects.requireNonNull(loader.next());

      assertThat(dataset.vocabulary().labels()).containsExactly("red", "round");
      assertThat(Weights.toArray(batch.targets())).containsExactly(0.5f, 0.5f, 1, 0);
    }
  }

  @Test
  void aBatchHasTheFirstClassesAndTheContinuousTargets() throws Exception {
    ToyPictures.write(folder.resolve("shapes"), 1);
    java.nio.file.Files.writeString(
        folder.resolve("sizes.csv"),
        """
        path,keywords,width,height
        shapes/disk/0.png,round;red,12,11.5
        shapes/level/0.png,,20,2
        """);
    ManifestSource source =
        new ManifestSource(
            "sizes",
            "",
            "sizes.csv",
            null,
            List.of("width", "height"),
            null,
            null,
            null,
            null,
            null);
    Dataset dataset = Dataset.read(List.of(source), folder);

    try (BatchLoader loader = loader(dataset, new int[] {1, 0}, 2, true, false, 0);
        PointerScope scope = new PointerScope()) {
      Batch batch = Objects.requireNonNull(loader.next());

      assertThat(batch.classes().scalar_type().intern()).isEqualTo(ScalarType.Long);
      assertThat(Weights.toArray(batch.classes().to(ScalarType.Float))).containsExactly(-1, 1);
      assertThat(batch.values().sizes().vec().get()).containsExactly(2, 2);
      assertThat(Weights.toArray(batch.values())).containsExactly(20, 2, 12, 11.5f);
      assertThat(Weights.toArray(batch.targets())).containsExactly(0, 0, 0.5f, 0.5f);
    }
  }

  @Test
  void everyPictureComesOnceAndThenNothing() throws Exception {
    Dataset dataset = ToyRecipe.dataset(folder, 4);
    int[] order = IntStream.range(0, 12).toArray();

    try (BatchLoader loader = loader(dataset, order, 5, false, false, 0)) {
      assertThat(Objects.requireNonNull(loader.next()).items()).containsExactly(0, 1, 2, 3, 4);
      assertThat(Objects.requireNonNull(loader.next()).items()).containsExactly(5, 6, 7, 8, 9);
      assertThat(Objects.requireNonNull(loader.next()).items()).containsExactly(10, 11);
      assertThat(loader.next()).isNull();
    }
  }

  @Test
  void aLastBatchThatIsNotFullIsLeftOutWhereAsked() throws Exception {
    Dataset dataset = ToyRecipe.dataset(folder, 4);

    try (BatchLoader loader = loader(dataset, IntStream.range(0, 12).toArray(), 8, true, true, 0)) {
      assertThat(Objects.requireNonNull(loader.next()).length()).isEqualTo(8);
      assertThat(loader.next()).isNull();
    }
  }

  @Test
  void closingEarlyStopsTheLoader() throws Exception {
    Dataset dataset = ToyRecipe.dataset(folder, 4);
    BatchLoader loader = loader(dataset, IntStream.range(0, 12).toArray(), 1, false, true, 0);
    loader.next();

    loader.close();

    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("batch-loader")) {
        assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
      }
    }
  }

  @Test
  void anInterruptIsHeardEvenWhereTheNextBatchIsReady() throws Exception {
    Dataset dataset = ToyRecipe.dataset(folder, 4);

    try (BatchLoader loader = loader(dataset, IntStream.range(0, 12).toArray(), 1, true, true, 0)) {
      Thread.currentThread().interrupt();

      assertThatThrownBy(loader::next).isInstanceOf(InterruptedException.class);
    }
  }

  private float[] first(Dataset dataset, boolean augment, long seed) throws Exception {
    try (BatchLoader loader = loader(dataset, new int[] {0, 1, 2, 3, 4}, 5, false, augment, seed);
        PointerScope scope = new PointerScope()) {
      return Weights.toArray(Objects.requireNonNull(loader.next()).pictures());
    }
  }

  private BatchLoader loader(
      Dataset dataset, int[] order, int batch, boolean dropLast, boolean augment, long seed)
      throws InterruptedException {
    return new BatchLoader(
        dataset,
        ToyRecipe.cache(folder, dataset),
        ToyRecipe.PREPROCESSING,
        new LoadingPlan(
            order, order, null, batch, dropLast, augment ? Varied.ALL : Varied.NOTHING, seed));
  }
}
