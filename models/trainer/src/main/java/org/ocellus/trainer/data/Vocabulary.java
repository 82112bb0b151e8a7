package org.ocellus.trainer.data;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The labels a network tells apart, in alphabetical order; a label's place is its class number. */
public final class Vocabulary {
  private final List<String> labels;
  private final Map<String, Integer> numbers = new HashMap<>();

  /** Collects distinct labels. */
  public Vocabulary(Collection<String> labels) {
    this.labels = labels.stream().distinct().sorted().toList();
    for (int i = 0; i < this.labels.size(); i++) {
      numbers.put(this.labels.get(i), i);
    }
  }

  /** The labels by class number. */
  public List<String> labels() {
    return labels;
  }

  /** How many labels there are. */
  public int size() {
    return labels.size();
  }

  /** The class number of a label of this vocabulary. */
  int number(String label) {
    Integer number = numbers.get(label);
    if (number == null) {
      throw new IllegalArgumentException("'" + label + "' is not in the vocabulary");
    }
    return number;
  }
}
