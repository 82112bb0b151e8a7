package org.ocellus.index;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.store.Directory;

/**
 * The size of an index.
 *
 * @param pictures how many it holds
 * @param segments how many parts Lucene keeps them in
 * @param bytes on disk, with what later commits have replaced and not yet removed
 */
public record IndexStatistics(int pictures, int segments, long bytes) {

  static IndexStatistics of(IndexSearcher view) throws IOException {
    DirectoryReader reader = (DirectoryReader) view.getIndexReader();
    Directory directory = reader.directory();
    long bytes = 0;
    for (String file : directory.listAll()) {
      bytes += length(directory, file);
    }
    return new IndexStatistics(reader.numDocs(), reader.leaves().size(), bytes);
  }

  /** Zero for a file that a merge has just removed. */
  private static long length(Directory directory, String file) throws IOException {
    try {
      return directory.fileLength(file);
    } catch (NoSuchFileException | FileNotFoundException e) {
      return 0;
    }
  }
}
