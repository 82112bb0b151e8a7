package org.ocellus.trainer.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ocellus.trainer.augmentation.Variation;
import org.ocellus.trainer.data.PictureSource;

/** What models/recipes/RECIPES.md says is so. */
class RecipesGuideTest {
  private static final Path GUIDE = Path.of("../recipes/RECIPES.md");

  @TempDir private Path folder;

  @Test
  void itsExampleIsARecipe() throws IOException {
    assertThat(read(example()).name()).isEqualTo("shoes");
  }

  /** What recipes are read into, all kinds of it. */
  static Stream<Class<?>> records() {
    Stream<Class<?>> kinds =
        Stream.of(
                TaskSpec.class,
                OptimiserSpec.class,
                Schedule.class,
                PictureSource.class,
                Variation.class)
            .flatMap(kind -> Stream.of(kind.getPermittedSubclasses()))
            .flatMap(
                kind ->
                    kind.isSealed() ? Stream.of(kind.getPermittedSubclasses()) : Stream.of(kind));
    return Stream.concat(
        kinds,
        Stream.of(
            Recipe.class,
            TrainingSpec.class,
            TrainingSpec.Progressive.class,
            TaskSpec.ProxyAnchor.class,
            TaskSpec.SupervisedContrastive.class,
            TaskSpec.DistilledLogits.class,
            TaskSpec.Sentences.class,
            TaskSpec.TextEmbedding.class,
            TaskSpec.Captions.class));
  }

  @ParameterizedTest
  @MethodSource("records")
  void allPropertiesAreThere(Class<?> kind) throws IOException {
    assertThat(kind.isRecord()).isTrue();
    Set<String> words = new TreeSet<>(List.of(Files.readString(GUIDE).split("[^A-Za-z0-9]+")));
    for (RecordComponent component : kind.getRecordComponents()) {
      assertThat(words).contains(name(component));
    }
  }

  private static String name(RecordComponent component) {
    JsonProperty named = component.getAccessor().getAnnotation(JsonProperty.class);
    return named == null || named.value().isEmpty() ? component.getName() : named.value();
  }

  /** Each task's example, in the place of the recipe's own. */
  @Test
  void allTasksAreThere() throws IOException {
    List<String> rows =
        Files.readAllLines(GUIDE).stream()
            .dropWhile(line -> !line.startsWith("| task |"))
            .skip(2)
            .takeWhile(line -> line.startsWith("| `"))
            .map(line -> line.substring(3, line.indexOf("` |")))
            .toList();
    assertThat(rows).hasSameSizeAs(TaskSpec.class.getPermittedSubclasses());
    for (String row : rows) {
      String recipe =
          example()
              .replace("classification: {labelSmoothing: 0.1}", row)
              .replace("folders: shoes", "manifest: shoes.jsonl\n    targets: [size]");
      assertThat(read(recipe).task()).isNotNull();
    }
  }

  private Recipe read(String yaml) throws IOException {
    return RecipeReader.read(Files.writeString(folder.resolve("guide.yaml"), yaml));
  }

  private static String example() throws IOException {
    String guide = Files.readString(GUIDE);
    int start = guide.indexOf("```yaml\n") + "```yaml\n".length();
    return guide.substring(start, guide.indexOf("```", start));
  }
}
