package org.ocellus.trainer;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** A table of text, each column as wide as its widest cell. */
final class TextTable {
  private final List<Integer> right;
  private final List<List<String>> rows = new ArrayList<>();

  /**
   * Begins a table.
   *
   * @param right numbers of the columns that are aligned to the right
   */
  TextTable(List<String> head, List<Integer> right) {
    this.right = right;
    rows.add(head);
  }

  void add(String... cells) {
    rows.add(List.of(cells));
  }

  void print(PrintWriter print) {
    int[] widths = new int[rows.getFirst().size()];
    for (List<String> row : rows) {
      for (int c = 0; c < widths.length; c++) {
        widths[c] = Math.max(widths[c], row.get(c).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int c = 0; c < widths.length; c++) {
        String space = " ".repeat(widths[c] - row.get(c).length());
        line.append(c == 0 ? "" : "  ");
        line.append(right.contains(c) ? space + row.get(c) : row.get(c) + space);
      }
      print.println(line.toString().stripTrailing());
    }
  }
}
