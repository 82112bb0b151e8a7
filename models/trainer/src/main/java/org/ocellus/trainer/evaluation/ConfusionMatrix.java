package org.ocellus.trainer.evaluation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** How often pictures of each class were guessed to be of each. */
public final class ConfusionMatrix {
  private final List<String> names;
  private final long[][] counts;

  /** An off-diagonal cell: so many pictures of one class that were taken for another. */
  public record Confusion(String truth, String guess, long pictures) {}

  /** An empty matrix of these classes. */
  public ConfusionMatrix(List<String> names) {
    this.names = List.copyOf(names);
    counts = new long[names.size()][names.size()];
  }

  /** Counts a picture. */
  public void add(int truth, int guess) {
    counts[truth][guess]++;
  }

  /** The classes' names by number. */
  public List<String> names() {
    return names;
  }

  /** How many pictures of class {@code truth} were taken for class {@code guess}. */
  public long count(int truth, int guess) {
    return counts[truth][guess];
  }

  /** How many pictures of a class there are. */
  public long pictures(int truth) {
    long sum = 0;
    for (long count : counts[truth]) {
      sum += count;
    }
    return sum;
  }

  /** The share of a class's pictures that were recognised; not a number without pictures. */
  public double recall(int truth) {
    return (double) counts[truth][truth] / pictures(truth);
  }

  /** The share of the guesses of a class that are right; not a number without guesses. */
  public double precision(int guess) {
    long guesses = 0;
    for (long[] row : counts) {
      guesses += row[guess];
    }
    return (double) counts[guess][guess] / guesses;
  }

  /** The most frequent confusions, most frequent first, ties in the order of the classes. */
  public List<Confusion> greatest(int most) {
    List<Confusion> all = new ArrayList<>();
    for (int truth = 0; truth < counts.length; truth++) {
      for (int guess = 0; guess < counts.length; guess++) {
        if (guess != truth && counts[truth][guess] > 0) {
          all.add(new Confusion(names.get(truth), names.get(guess), counts[truth][guess]));
        }
      }
    }
    all.sort(Comparator.comparingLong(Confusion::pictures).reversed());
    return List.copyOf(all.subList(0, Math.min(most, all.size())));
  }

  /**
   * A table for people: a row for each class that has pictures, its recall and precision, and a
   * column for each class that has pictures or guesses.
   */
  @Override
  public String toString() {
    List<Integer> rows = new ArrayList<>();
    List<Integer> columns = new ArrayList<>();
    for (int c = 0; c < counts.length; c++) {
      if (pictures(c) > 0) {
        rows.add(c);
      }
      if (pictures(c) > 0 || !Double.isNaN(precision(c))) {
        columns.add(c);
      }
    }
    int name = rows.stream().mapToInt(r -> names.get(r).length()).max().orElse(0);
    int cell = rows.stream().mapToInt(r -> Long.toString(pictures(r)).length()).max().orElse(0);
    cell = Math.max(cell, Integer.toString(counts.length).length()) + 1;
    StringBuilder table = new StringBuilder();
    table.append(" ".repeat(name + 5)).append("recall precision ");
    for (int c : columns) {
      table.append(("%" + cell + "d").formatted(c));
    }
    for (int r : rows) {
      table.append(
          String.format(
              Locale.ROOT,
              "%n%4d %-" + Math.max(name, 1) + "s %5.3f %9.3f ",
              r,
              names.get(r),
              recall(r),
              precision(r)));
      for (int c : columns) {
        table.append(("%" + cell + "d").formatted(counts[r][c]));
      }
    }
    return table.toString();
  }
}
