package org.ocellus.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class DescribeCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void aNamedNetworkIsPrintedAsATable() {
    assertThat(describe("lenet5", "--classes", "10")).isZero();

    List<String> lines = out.toString().lines().toList();
    assertThat(lines.get(0))
        .isEqualTo("layer           options        output        parameters     MACs  field");
    assertThat(lines.get(1))
        .isEqualTo("conv1           6 of 5×5       6 × 28 × 28          156  117,600      5");
    assertThat(lines)
        .contains(
            "input 1 × 32 × 32, embedding 84",
            "61,706 parameters, 0.2 MB in float32; 416,520 MACs");
  }

  @Test
  void alexNetHasThePublishedNumberOfParameters() {
    assertThat(describe("alexnet", "--classes", "1000")).isZero();

    assertThat(out.toString()).contains("60,965,224 parameters, 243.9 MB in float32");
  }

  @Test
  void aRecipesNetworkIsPrintedAndWhatTheTrainingAddsIsSaid() {
    assertThat(describe("../recipes/pinhole.yaml")).isZero();

    assertThat(out.toString())
        .contains("residual5.conv2 ", "input 3 × 64 × 64, embedding 256", "--classes N");
  }

  @Test
  void aModelFoldersGraphIsPrinted() {
    assertThat(describe("../pinhole/model")).isZero();

    assertThat(out.toString())
        .contains("Conv 3×3, stride 2, padding 1", "input 3 × 64 × 64", " MB on disk");
  }

  @Test
  void whatIsNoNetworkIsOneLine() {
    assertThat(describe("lenet")).isEqualTo(1);

    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .startsWith("network 'lenet': there is no network 'lenet'; did you mean 'lenet5'?")
        .endsWith("; nor is there a file or folder of that name");
  }

  @Test
  void aRecipeThatIsNotThereIsOneLine() {
    assertThat(describe("nowhere.yaml")).isEqualTo(1);

    assertThat(err.toString().lines())
        .containsExactly("cannot read the recipe nowhere.yaml; give the path of a YAML file");
  }

  @Test
  void classesMustBeAtLeastOneAndAreNotForFolders() {
    assertThat(describe("lenet5", "--classes", "0")).isEqualTo(2);
    assertThat(err.toString()).startsWith("--classes must be >= 1, got 0");
    assertThat(describe("../pinhole/model", "--classes", "3")).isEqualTo(2);
    assertThat(err.toString()).contains("--classes is for recipes and names");
  }

  private int describe(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "describe";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return TrainerCommand.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(all);
  }
}
