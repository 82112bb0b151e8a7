package org.ocellus.trainer.training;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.ocellus.trainer.data.Dataset;
import org.ocellus.trainer.network.NetworkSpec;
import org.ocellus.trainer.recipe.Recipe;
import org.ocellus.trainer.recipe.TrainingSpec;
import org.ocellus.trainer.teacher.TeacherAnswers;

/**
 * What must be equal for a training to go on as if it had not stopped: all but how many epochs
 * there are and on how many threads.
 *
 * @param digests of its parts, by their names
 */
record Setup(Map<String, Long> digests) {
  static Setup of(Recipe recipe, LearningData data, NetworkSpec network) {
    Map<String, Object> parts = new LinkedHashMap<>();
    parts.put("network", network);
    parts.put("pictures (path, size or time)", data.cache().key());
    parts.put("labels", data.classes().names() + " " + labels(data.dataset()));
    parts.put("weight or augmentation", sources(data.dataset()));
    parts.put("validation", Arrays.hashCode(data.split().validation()));
    parts.put("teacher", data.teacher().map(TeacherAnswers::key));
    data.sentences().ifPresent(captions -> parts.put("captions", captions.digest()));
    parts.putAll(parts(recipe));
    return of(parts);
  }

  /** The parts that are known before pictures are decoded. */
  static Setup of(Recipe recipe) {
    return of(parts(recipe));
  }

  private static Map<String, Object> parts(Recipe recipe) {
    Map<String, Object> parts = new LinkedHashMap<>();
    parts.put("preprocessing", recipe.preprocessing().toJson() + recipe.cacheSize());
    parts.put("task", recipe.task());
    parts.putAll(parts(recipe.training()));
    return parts;
  }

  static Map<String, Object> parts(TrainingSpec spec) {
    Map<String, Object> parts = new LinkedHashMap<>();
    ObjectNode training = new ObjectMapper().valueToTree(spec);
    training
        .remove(List.of("epochs", "threads"))
        .properties()
        .forEach(p -> parts.put(p.getKey(), p.getValue()));
    return parts;
  }

  /** Digests of the parts' texts. */
  static Setup of(Map<String, Object> parts) {
    Map<String, Long> digests = new LinkedHashMap<>();
    // Of texts, for other hash codes may differ from one JVM to the next.
    parts.forEach((name, part) -> digests.put(name, (long) part.toString().hashCode()));
    return new Setup(digests);
  }

  /** The names of the parts in which another setup differs. */
  List<String> differences(ToLongFunction<String> other) {
    return digests.entrySet().stream()
        .filter(part -> other.applyAsLong(part.getKey()) != part.getValue())
        .map(Map.Entry::getKey)
        .toList();
  }

  private static int labels(Dataset dataset) {
    int digest = 31 * dataset.vocabulary().labels().hashCode() + dataset.targets().hashCode();
    for (int i = 0; i < dataset.size(); i++) {
      digest = 31 * digest + Arrays.hashCode(dataset.classesOf(i));
      digest = 31 * digest + Arrays.hashCode(dataset.valuesOf(i));
    }
    return digest;
  }

  private static List<String> sources(Dataset dataset) {
    List<String> sources = new ArrayList<>();
    dataset.sources().forEach(s -> sources.add(s.weight() + " × " + s.augmentation()));
    for (int i = 1; i < dataset.size(); i++) {
      if (dataset.sourceOf(i) != dataset.sourceOf(i - 1)) {
        sources.add("from picture " + i);
      }
    }
    return sources;
  }
}
