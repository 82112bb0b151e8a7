package org.ocellus.model;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The classes that a network knows, and what they are kinds of: a retriever is a dog. Known are the
 * hypernyms of ImageNet's classes, from WordNet 3.0 (Fellbaum, 1998); classes of other names are
 * kinds of nothing. Immutable.
 */
public final class ClassHierarchy {
  /** Of no classes. */
  public static final ClassHierarchy NONE = new ClassHierarchy(List.of());

  /** A model of which fewer names are ImageNet's may mean something else by a bow or a kite. */
  private static final double LEAST_SHARE = 0.9;

  private static final String WORDNET = "imagenet-hypernyms.tsv";

  private final List<String> names;
  private final boolean exclusive;

  /**
   * The broader terms, each with the numbers of its classes; those of fewest of ImageNet's first.
   */
  private final Map<String, int[]> broader;

  /**
   * Of classes of which a picture shows one: their probabilities add up.
   *
   * @param names of the classes, by number
   */
  public ClassHierarchy(List<String> names) {
    this(names, true);
  }

  /**
   * @param names of the classes, by number
   * @param exclusive whether a picture shows but one of them
   */
  ClassHierarchy(List<String> names, boolean exclusive) {
    this.names = List.copyOf(names);
    this.exclusive = exclusive;
    this.broader = broader(this.names);
  }

  private static Map<String, int[]> broader(List<String> names) {
    if (names.isEmpty()) {
      return Map.of();
    }
    Map<String, List<String>> wordNet = wordNet();
    long known = names.stream().filter(wordNet::containsKey).count();
    if (known < LEAST_SHARE * names.size()) {
      return Map.of();
    }
    Map<String, List<Integer>> members = new HashMap<>();
    for (int number = 0; number < names.size(); number++) {
      for (String term : wordNet.getOrDefault(names.get(number), List.of())) {
        members.computeIfAbsent(term, key -> new ArrayList<>()).add(number);
      }
    }
    Map<String, Long> sizes =
        wordNet.values().stream()
            .flatMap(List::stream)
            .collect(Collectors.groupingBy(term -> term, Collectors.counting()));
    return members.entrySet().stream()
        .sorted(
            Comparator.comparing((Map.Entry<String, List<Integer>> e) -> sizes.get(e.getKey()))
                .thenComparing(Map.Entry::getKey))
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                e -> e.getValue().stream().mapToInt(Integer::intValue).toArray(),
                (a, b) -> a,
                LinkedHashMap::new));
  }

  /**
   * ImageNet's classes, by all their synonyms as ImageNet has them and by the first alone, and
   * their hypernyms; two classes of one name keep what both are.
   */
  private static Map<String, List<String>> wordNet() {
    Map<String, List<String>> hypernyms = new HashMap<>();
    try (InputStream in =
            Objects.requireNonNull(ClassHierarchy.class.getResourceAsStream(WORDNET), WORDNET);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] fields = line.split("\t", -1);
        List<String> kinds = fields[1].isEmpty() ? List.of() : Arrays.asList(fields[1].split(", "));
        for (String name : new TreeSet<>(List.of(fields[0], fields[0].split(",")[0]))) {
          hypernyms.merge(
              name, kinds, (one, other) -> one.stream().filter(other::contains).toList());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the class path's " + WORDNET + " cannot be read", e);
    }
    return hypernyms;
  }

  /** The names of the classes, by number. */
  public List<String> names() {
    return names;
  }

  /**
   * The terms that are broader than classes and at least this likely: a term's probability is the
   * sum of its classes', or, where a picture may show several, that of the likeliest. The narrowest
   * first, equally narrow ones by their name.
   *
   * @param probabilities of the classes, by number
   */
  List<Label> broader(float[] probabilities, float threshold) {
    List<Label> likely = new ArrayList<>();
    broader.forEach(
        (term, classes) -> {
          float probability = probability(classes, probabilities);
          if (probability >= threshold) {
            likely.add(new Label(term, probability));
          }
        });
    return likely;
  }

  private float probability(int[] classes, float[] probabilities) {
    double sum = 0;
    double largest = 0;
    for (int number : classes) {
      sum += probabilities[number];
      largest = Math.max(largest, probabilities[number]);
    }
    // Rounding must not make it more than certain.
    return (float) Math.min(1, exclusive ? sum : largest);
  }
}
