package org.ocellus.trainer.data;

import java.util.List;

/**
 * The labels of class numbers.
 *
 * @param source the source's name, for errors
 * @param names by class number from 0; empty if the numbers themselves are the labels
 */
record ClassNames(String source, List<String> names) {

  /**
   * The label of a class.
   *
   * @param number the class number, an unsigned byte
   * @param picture its place in its file
   * @throws DataException if it has no name
   */
  String label(byte number, Object file, int picture) {
    int unsigned = number & 0xFF;
    if (names.isEmpty()) {
      return Integer.toString(unsigned);
    }
    if (unsigned >= names.size()) {
      throw new DataException(
          "source '%s': %s[%d] is of class %d, but the names end at class %d; name all from 0"
              .formatted(source, file, picture, unsigned, names.size() - 1));
    }
    return names.get(unsigned);
  }
}
