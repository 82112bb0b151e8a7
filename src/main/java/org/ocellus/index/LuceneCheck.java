package org.ocellus.index;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.CheckIndex;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.NoLockFactory;
import org.ocellus.index.VerifyReport.Finding;

/** Lucene's own check of its files, of the last commit, beside a writer. */
final class LuceneCheck {
  private LuceneCheck() {}

  /** What is wrong with the live generation of this index. */
  static List<Finding> run(Path folder) throws IOException {
    while (true) {
      String name = Generations.live(folder);
      try (Directory directory = FSDirectory.open(folder.resolve(name))) {
        String commit = commit(directory);
        CheckIndex.Status status = check(directory);
        boolean same = commit.equals(commit(directory)) && name.equals(Generations.live(folder));
        if (same || !lacksFiles(status)) {
          return findings(status);
        }
        // The writer has removed what it read: look at the new commit.
      }
    }
  }

  private static String commit(Directory directory) throws IOException {
    return String.valueOf(SegmentInfos.getLastCommitSegmentsFileName(directory));
  }

  private static CheckIndex.Status check(Directory directory) throws IOException {
    // It reads alone, so it needs no lock, which the writer holds.
    var none = NoLockFactory.INSTANCE.obtainLock(directory, IndexWriter.WRITE_LOCK_NAME);
    try (CheckIndex check = new CheckIndex(directory, none)) {
      return check.checkIndex();
    }
  }

  private static boolean lacksFiles(CheckIndex.Status status) {
    return status.missingSegments
        || status.segmentInfos.stream()
            .anyMatch(
                segment ->
                    segment.error instanceof NoSuchFileException
                        || segment.error instanceof FileNotFoundException);
  }

  private static List<Finding> findings(CheckIndex.Status status) {
    List<Finding> findings = new ArrayList<>();
    if (status.missingSegments) {
      findings.add(new Finding("index", "its list of segments cannot be read"));
    }
    for (CheckIndex.Status.SegmentInfoStatus segment : status.segmentInfos) {
      if (segment.error != null) {
        findings.add(new Finding("segment " + segment.name, segment.error.toString()));
      }
    }
    if (!status.clean && findings.isEmpty()) {
      findings.add(new Finding("index", "Lucene's CheckIndex finds it broken"));
    }
    return findings;
  }
}
