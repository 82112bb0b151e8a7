package org.ocellus.trainer.evaluation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Finds the classes of a model that a label means: those of that name, or else the one of whose
 * comma-separated synonyms it is one ("goldfish" is "goldfish, Carassius auratus").
 */
public final class ModelClasses {
  private final Map<String, int[]> byName = new HashMap<>();
  private final Map<String, int[]> bySynonym = new HashMap<>();

  /** The classes of these names, by number. */
  public ModelClasses(List<String> names) {
    for (int i = 0; i < names.size(); i++) {
      int number = i;
      byName.merge(LabelNames.fold(names.get(i)), new int[] {i}, ModelClasses::join);
      List.of(names.get(i).split(",")).stream()
          .map(LabelNames::fold)
          .distinct()
          .forEach(s -> bySynonym.merge(s, new int[] {number}, ModelClasses::join));
    }
  }

  /** The classes' numbers, several where the model has several of that name; none if unknown. */
  public int[] numbers(String label) {
    String folded = LabelNames.fold(label);
    int[] named = byName.get(folded);
    if (named != null) {
      return named;
    }
    int[] synonyms = bySynonym.getOrDefault(folded, new int[0]);
    return synonyms.length == 1 ? synonyms : new int[0];
  }

  private static int[] join(int[] some, int[] more) {
    return IntStream.concat(IntStream.of(some), IntStream.of(more)).toArray();
  }
}
