package org.ocellus.trainer.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of a recipe of which a part was replaced by something wrong. */
class RecipeMessagesTest {
  private static final String RECIPE =
      """
      name: toy
      summary: Tells three shapes apart.
      network:
        layers:
          input: [3, 16, 16]
          body:
            - conv: {out: 8, kernel: 3}
            - relu
            - tanh
            - global_mean
      preprocessing: {size: {shortest_edge: 16}, crop_size: {height: 16, width: 16}}
      sources:
        - name: shapes
          about: self-made
          folders: shapes
          except: [star]
      validation: 0.2
      task:
        classification: {labelSmoothing: 0}
      training:
        epochs: 1
        batch: 16
        optimiser:
          sgd: {momentum: 0.9, weightDecay: 0.0005}
        schedule:
          oneCycle: {peak: 0.05, warmUp: 0.2}
        precision: float32
        threads: 1
        seed: 1
      """;

  @TempDir private Path folder;

  @Test
  void withoutAMistakeItIsRead() {
    assertThatCode(() -> RecipeReader.read(changed("tanh", "silu"))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          epochs: 1             | epochs: one     | line 21, at 'training.epochs': 'one' is not a whole number
          threads: 1            | threads: [1]    | line 28, at 'training.threads': here must be a whole number
          precision: float32    | precision: half | line 27, at 'training.precision': 'half' is not one of float32, bfloat16, auto
          threads: 1            | thread: 1       | line 28, at 'training.thread': there is no 'thread' here; did you mean 'threads'?
          threads: 1            | "threads:"      | line 28, at 'training.threads': the value is missing; give a number
          [star]                | 3               | line 16, at 'sources[0].except': here must be a list
          folders: shapes       | folder: shapes  | line 13, at 'sources[0]': it does not say where its pictures are; give one of 'batches'
          except: [star]        | "augmentation: {flipp: 1}" | line 16, at 'sources[0].augmentation.flipp': there is no 'flipp' here; did you mean 'flip'? Known are background, cover, flip, lighting, mixing, occlusion, rotation, scale, translation, viewpoint
          except: [star]        | "augmentation: {flip: 2}" | line 16, at 'sources[0].augmentation': 'flip' must be from 0.0 to 1.0, got 2.0
          except: [star]        | "augmentation: {flip: x}" | line 16, at 'sources[0].augmentation.flip': 'x' is not a number
          classification:       | clasification:  | line 18, at 'task': there is no 'clasification'; did you mean 'classification'?
          labelSmoothing        | labelSmooting   | line 19, at 'task.classification.labelSmooting': there is no 'labelSmooting' here; did you mean 'labelSmoothing'?
          ", warmUp: 0.2"       | ", warmup: 0.2" | line 26, at 'training.schedule.oneCycle.warmup': there is no 'warmup' here; did you mean 'warmUp'?
          about: self-made      | abuot: me       | line 14, at 'sources[0].abuot': there is no 'abuot' here; did you mean 'about'?
          summary: Tells        | sumary: Tells   | line 2, at 'sumary': there is no 'sumary' here; did you mean 'summary'?
          ", warmUp: 0.2"       | ""              | line 26, at 'training.schedule.oneCycle.warmUp': 'warmUp' is missing
          sgd:                  | sdg:            | line 23, at 'training.optimiser': there is no 'sdg'; did you mean 'sgd'?
          layers:               | resnet:         | line 5, at 'network.resnet.input': there is no 'input' here; known are embedding, inputSize, stages, stem
          layers:               | layer:          | line 3, at 'network': there is no network 'layer'; did you mean 'layers'?
          input: [3, 16, 16]    | input: [3, 16]  | line 5, at 'network.layers.input': a shape is [channels, height, width], got 2 numbers
          validation: 0.2       | "validation: {labels: [level]}" | line 17, at 'validation': 'validation' holds out labels, which this task then could not learn
          "classification: {labelSmoothing: 0}" | "classification:" | line 18, at 'task': the value is missing; give properties, each 'name: value'
          "classification: {labelSmoothing: 0}" | "regression: {}" | line 13, at 'sources[0]': source 'shapes': it has no 'targets', which a regression learns
          "crop_size: {height: 16, width: 16}" | "crop_size: {height: 8, width: 8}" | line 11, at 'preprocessing': 'preprocessing' gives pictures of 3 × 8 × 8
          batch: 16             | epochs: 2       | line 22: Duplicate field 'epochs'
          """)
  void aWrongPropertyIsNamedWithItsLineAndTheCure(String from, String to, String message)
      throws IOException {
    assertThatThrownBy(() -> RecipeReader.read(changed(from, to)))
        .isInstanceOf(RecipeException.class)
        .hasMessageContaining("toy.yaml, " + message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          avgpool                                    | : there is no layer 'avgpool'; known are
          tahn                                       | : there is no layer 'tahn'; did you mean 'tanh'?
          "relu: {slope: 2}"                         | : 'relu' has no options
          "max_pool: {kernel: 3, size: 2}"           | .max_pool.size: there is no 'size' here; known are kernel, padding, stride
          "conv: {kernel: 3}"                        | .conv.out: 'out' is missing
          "conv: {ou: 4, kernel: 3}"                 | .conv.ou: there is no 'ou' here; did you mean 'out'?
          "conv: {out: 4, kernel: 0}"                | .conv: 'kernel' must be >= 1, got 0
          "conv: {out: 4, kernel: 99}"               | : conv2: 99×99 kernel does not fit a 14×14 input
          "linear: {out: 4}"                         | : linear1: linear needs a vector, but gets 8 × 14 × 14
          "residual: {body: [flatten]}"              | : residual1: the body gives 1568, the shortcut 8 × 14 × 14
          "residual: {body: [relu, linear: {out: 4}]}" | .residual.body[1]: residual1.linear1: linear needs a vector
          """)
  void aWrongLayerIsNamedWithItsLine(String layer, String message) throws IOException {
    String place = message.substring(0, message.indexOf(": "));
    String problem = message.substring(message.indexOf(": "));

    assertThatThrownBy(() -> RecipeReader.read(changed("tanh", layer)))
        .isInstanceOf(RecipeException.class)
        .hasMessageContaining(
            "toy.yaml, line 9, at 'network.layers.body[2]" + place + "'" + problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          ""      | : there is nothing in it
          - a     | : here must be properties, each 'name: value'
          a: [    | , line 1: while parsing a flow node
          """)
  void whatIsNoRecipeAtAllIsSaid(String text, String message) throws IOException {
    Path file = Files.writeString(folder.resolve("toy.yaml"), text + "\n");

    assertThatThrownBy(() -> RecipeReader.read(file))
        .isInstanceOf(RecipeException.class)
        .hasMessageContaining("toy.yaml" + message);
  }

  private Path changed(String from, String to) throws IOException {
    assertThat(RECIPE).containsOnlyOnce(from);
    return Files.writeString(folder.resolve("toy.yaml"), RECIPE.replace(from, to));
  }
}
