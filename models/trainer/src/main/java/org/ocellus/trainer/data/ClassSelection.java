package org.ocellus.trainer.data;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which classes of a source take part: all, all but some, or some alone.
 *
 * @param source the source's name, for errors
 * @param only those that take part; null for all
 * @param except those that do not; null for none
 */
record ClassSelection(String source, @Nullable Set<String> only, @Nullable Set<String> except) {
  ClassSelection {
    only = only == null ? null : Set.copyOf(only);
    except = except == null ? Set.of() : Set.copyOf(except);
  }

  boolean takes(String name) {
    return (only == null || only.contains(name)) && !excludes(name);
  }

  boolean excludes(String name) {
    return except != null && except.contains(name);
  }

  /** Those of {@code examples} that take part; each has one label. */
  List<Example> of(List<Example> examples) {
    check(examples.stream().map(example -> example.labels().getFirst()).toList());
    return examples.stream().filter(example -> takes(example.labels().getFirst())).toList();
  }

  /**
   * Refuses a selection of classes that are not there, which a typing error would make of all.
   *
   * @throws DataException naming the first of them
   */
  void check(Collection<String> names) {
    Set<String> unknown = new TreeSet<>(except == null ? Set.of() : except);
    unknown.addAll(only == null ? Set.of() : only);
    unknown.removeAll(names);
    if (!unknown.isEmpty()) {
      throw new DataException(
          "source '%s': 'only' or 'except' names '%s', but there is no such class; there are %s"
              .formatted(
                  source, unknown.iterator().next(), String.join(", ", new TreeSet<>(names))));
    }
  }
}
