package org.ocellus.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.image.RgbImage;

class CifarSourceTest {
  @TempDir private Path data;

  @Test
  void aRecordIsAClassAndThreePlanes() throws IOException {
    write("one.bin", record(1, 2), record(0, 9));
    write("two.bin", record(1, 4));
    Files.writeString(data.resolve("batches.meta.txt"), "airplane\nautomobile\n\n");

    List<Example> pictures = cifar10("batches.meta.txt", null).read(data);

    assertThat(pictures)
        .extracting(Example::labels)
        .containsExactly(List.of("automobile"), List.of("airplane"), List.of("automobile"));
    RgbImage second = pictures.get(1).content().decode();
    assertThat(second.width()).isEqualTo(32);
    assertThat(second.height()).isEqualTo(32);
    for (int i = 0; i < 32 * 32; i++) {
      for (int c = 0; c < 3; c++) {
        assertThat(second.rgb()[3 * i + c]).isEqualTo((byte) (9 + i + 50 * c));
      }
    }
    assertThat(pictures.get(1).content().name()).isEqualTo(data.resolve("one.bin") + "[1]");
  }

  @Test
  void picturesOfCifar100HaveACoarseAndAFineClass() throws IOException {
    write("train.bin", record(7, 99, 5));

    Example coarse = cifar100(CifarSource.Label.COARSE).read(data).getFirst();
    Example fine = cifar100(CifarSource.Label.FINE).read(data).getFirst();

    assertThat(coarse.labels()).containsExactly("7");
    assertThat(fine.labels()).containsExactly("99");
    assertThat(fine.content().decode().rgb()).startsWith(5, 55, 105);
  }

  @Test
  void classesCanBeLeftOut() throws IOException {
    write("one.bin", record(1, 2), record(0, 9));
    write("two.bin", record(1, 4));

    assertThat(cifar10(null, Set.of("1")).read(data))
        .extracting(Example::labels)
        .containsExactly(List.of("0"));
  }

  @Test
  void aTruncatedFileIsNamed() throws IOException {
    write("one.bin", record(1, 2));
    Files.write(data.resolve("two.bin"), new byte[3000]);

    assertThatThrownBy(() -> cifar10(null, null).read(data))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "source 'test': "
                + data.resolve("two.bin")
                + " has 3,000 bytes, not a multiple of the 3,073 that a picture of CIFAR-10 takes;"
                + " download it again");
  }

  @Test
  void theOtherCifarIsRecognised() throws IOException {
    write("one.bin", record(1, 2, 3));
    write("two.bin", record(1, 2, 3));
    assertThatThrownBy(() -> cifar10(null, null).read(data)).hasMessageEndingWith("give 'label'");

    write("train.bin", record(1, 2));
    assertThatThrownBy(() -> cifar100(CifarSource.Label.FINE).read(data))
        .hasMessageEndingWith("leave out 'label'");
  }

  @Test
  void aClassWithoutANameAndAMissingFileAreNamed() throws IOException {
    Files.writeString(data.resolve("names.txt"), "airplane\n");
    assertThatThrownBy(() -> cifar10("names.txt", null).read(data))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("cannot read " + data.resolve("one.bin"));

    write("one.bin", record(1, 2));
    assertThatThrownBy(() -> cifar10("names.txt", null).read(data))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("one.bin[0] is of class 1, but the names end at class 0");
  }

  private static CifarSource cifar10(@Nullable String names, @Nullable Set<String> except) {
    return new CifarSource(
        "test", "", List.of("one.bin", "two.bin"), names, null, null, except, null, null);
  }

  private static CifarSource cifar100(CifarSource.Label label) {
    return new CifarSource("test", "", List.of("train.bin"), null, label, null, null, null, null);
  }

  /** Class numbers, then planes that count up from {@code first}, {@code first + 50} and so on. */
  private static byte[] record(int... classesAndFirst) {
    int classes = classesAndFirst.length - 1;
    byte[] record = new byte[classes + 3 * 32 * 32];
    for (int i = 0; i < classes; i++) {
      record[i] = (byte) classesAndFirst[i];
    }
    for (int c = 0; c < 3; c++) {
      for (int i = 0; i < 32 * 32; i++) {
        record[classes + 32 * 32 * c + i] = (byte) (classesAndFirst[classes] + 50 * c + i);
      }
    }
    return record;
  }

  private void write(String file, byte[]... records) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] record : records) {
      bytes.write(record);
    }
    Files.write(data.resolve(file), bytes.toByteArray());
  }
}
