package org.ocellus.query;

import java.util.List;
import org.ocellus.index.PictureFields;

/**
 * By what pictures are counted.
 *
 * @param name {@code keyword}, {@code label}, {@code year}, {@code folder}, or {@code extra.NAME}
 *     for a field of a manifest's own that holds strings
 */
public record Facet(String name) {
  // Stands first, for the constants below are checked against it.
  private static final List<String> NAMES = List.of("keyword", "label", "year", "folder");

  /** By their tags, whoever gave them. */
  public static final Facet KEYWORD = new Facet("keyword");

  /** By the classes that a network predicted. */
  public static final Facet LABEL = new Facet("label");

  /** By the year in which they were taken, in UTC. */
  public static final Facet YEAR = new Facet("year");

  /** By their folder and all folders above it, relative to the indexed root. */
  public static final Facet FOLDER = new Facet("folder");

  /**
   * @throws IllegalArgumentException if there is no facet of that name
   */
  public Facet {
    boolean extra =
        name.startsWith(PictureFields.EXTRA) && name.length() > PictureFields.EXTRA.length();
    if (!extra && !NAMES.contains(name)) {
      throw new IllegalArgumentException(
          "pictures are counted by keyword, label, year, folder or extra.NAME, got \""
              + name
              + "\"");
    }
  }

  /** By a field of the user's own that holds strings. */
  public static Facet extra(String field) {
    return new Facet(PictureFields.EXTRA + field);
  }
}
