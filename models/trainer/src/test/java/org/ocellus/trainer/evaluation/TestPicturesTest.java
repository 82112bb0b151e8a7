package org.ocellus.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.trainer.data.DataException;
import org.ocellus.trainer.data.Example;

class TestPicturesTest {
  @TempDir private Path data;

  @Test
  void foldersAreClasses() throws IOException {
    touch("cup/1.jpg");
    touch("shoe/1.jpg");

    assertThat(labels(data, null)).containsExactly("cup", "shoe");
  }

  @Test
  void ofFoldersOfSplitsTheTestPicturesAreReadUnlessOthersAreAskedFor() throws IOException {
    touch("train/cup/1.jpg");
    touch("test/shoe/1.jpg");

    assertThat(labels(data, null)).containsExactly("shoe");
    assertThat(labels(data, "train")).containsExactly("cup");
    assertThatThrownBy(() -> TestPictures.read(data, "dev", List.of()))
        .isInstanceOf(DataException.class)
        .hasMessage(
            data
                + " lacks the folder dev of split 'dev'; ask for another split, or of another folder");
  }

  @Test
  void ofIdxFilesThoseOfTheTestAreReadUnlessOthersAreAskedFor() throws IOException {
    idx("t10k", (byte) 7);
    idx("train", (byte) 3);

    assertThat(labels(data, null)).containsExactly("7");
    assertThat(labels(data, "test")).containsExactly("7");
    assertThat(labels(data, "train")).containsExactly("3");
    assertThatThrownBy(() -> TestPictures.read(data, "dev", List.of()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("lacks a file like dev-images-idx3-ubyte of split 'dev'");
  }

  @Test
  void cifarsBinaryFilesAreReadWithTheNamesOfTheirClasses() throws IOException {
    byte[] record = new byte[1 + 3072];
    record[0] = 1;
    Files.write(data.resolve("test_batch.bin"), record);
    Files.write(data.resolve("data_batch_1.bin"), new byte[1 + 3072]);
    Files.write(data.resolve("data_batch_2.bin"), record);
    Files.writeString(data.resolve("batches.meta.txt"), "airplane\nautomobile\n\n");

    assertThat(labels(data, null)).containsExactly("automobile");
    assertThat(labels(data, "train")).containsExactly("airplane", "automobile");
  }

  @Test
  void cifar100IsReadByItsFineClasses() throws IOException {
    byte[] record = new byte[2 + 3072];
    record[0] = 9;
    record[1] = 1;
    Files.write(data.resolve("test.bin"), record);
    Files.writeString(data.resolve("fine_label_names.txt"), "apple\naquarium_fish\n");

    assertThat(labels(data, null)).containsExactly("aquarium_fish");
    assertThatThrownBy(() -> TestPictures.read(data, "train", List.of()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("lacks the files train.bin of split 'train'");
  }

  @Test
  void aManifestIsReadByItsTestLinesOrWhole() throws IOException {
    Path plain = data.resolve("plain.jsonl");
    Files.writeString(plain, "{\"path\":\"a.jpg\",\"label\":\"cup\"}\n");
    Path split = data.resolve("split.csv");
    Files.writeString(split, "path,keywords,split\na.jpg,cup;red,train\nb.jpg,shoe;blue,test\n");

    assertThat(labels(plain, null)).containsExactly("cup");
    assertThat(labels(split, null)).containsExactly("shoe", "blue");
    assertThat(labels(split, "train")).containsExactly("cup", "red");
  }

  @Test
  void continuousValuesComeFromAManifestAlone() throws IOException {
    Path manifest = data.resolve("values.csv");
    Files.writeString(manifest, "path,age\na.jpg,7\n");

    assertThat(TestPictures.read(manifest, null, List.of("age")))
        .extracting(Example::values)
        .containsExactly(List.of(7.0));
    assertThatThrownBy(() -> TestPictures.read(data, null, List.of("age", "height")))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "the model says age, height; give --data a manifest, CSV or JSON lines, that has them,"
                + " not "
                + data);
  }

  @Test
  void whatIsNotThereIsNamed() {
    assertThatThrownBy(() -> TestPictures.read(data.resolve("nowhere"), null, List.of()))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "there is no " + data.resolve("nowhere") + "; give another --data folder or manifest");
  }

  private static List<String> labels(Path data, @Nullable String split) {
    return TestPictures.read(data, split, List.of()).stream()
        .map(Example::labels)
        .flatMap(List::stream)
        .toList();
  }

  private void touch(String file) throws IOException {
    Path path = data.resolve(file);
    Files.createDirectories(path.getParent());
    Files.write(path, new byte[0]);
  }

  private void idx(String prefix, byte label) throws IOException {
    byte[] image = {0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 5};
    Files.write(data.resolve(prefix + "-images-idx3-ubyte"), image);
    Files.write(
        data.resolve(prefix + "-labels-idx1-ubyte"), new byte[] {0, 0, 8, 1, 0, 0, 0, 1, label});
  }
}
