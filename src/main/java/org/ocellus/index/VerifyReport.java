package org.ocellus.index;

import java.util.List;

/**
 * What verifying an index found.
 *
 * @param pictures how many were looked at; none if Lucene's files are broken
 * @param withoutVector how many of them have no vector, which is no finding
 * @param sources how many files were looked at
 * @param findings what is wrong
 */
public record VerifyReport(int pictures, int withoutVector, int sources, List<Finding> findings) {

  /**
   * Something that is wrong.
   *
   * @param where a picture's id or file, a segment, or the index
   * @param problem what is wrong with it
   */
  public record Finding(String where, String problem) {}

  public VerifyReport {
    findings = List.copyOf(findings);
  }
}
