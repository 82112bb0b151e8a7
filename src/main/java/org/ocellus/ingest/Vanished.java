package org.ocellus.ingest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.util.BytesRef;
import org.ocellus.index.PictureFields;
import org.ocellus.index.PictureIndex;
import org.ocellus.index.StoredPicture;

/**
 * Pictures in the index that were found through these roots before and are no longer: gone, or
 * moved. Safe for use by several threads.
 */
final class Vanished {
  private final Map<String, Deque<String>> idsByHash = new HashMap<>();
  private final Set<String> ids = new HashSet<>();
  private final Set<String> roots = new HashSet<>();

  private Vanished() {}

  /**
   * Looks for them.
   *
   * @param manifestIsWhole whether each line of the manifest could be read, so that what it does
   *     not name is no longer wanted
   */
  static Vanished find(
      PictureIndex index, Set<String> roots, List<Found> found, boolean manifestIsWhole)
      throws IOException {
    Map<String, Found> present = new HashMap<>();
    found.forEach(each -> present.put(each.id(), each));
    Vanished vanished = new Vanished();
    index.read(
        searcher -> {
          var ofRoots =
              new TermInSetQuery(
                  PictureFields.ROOT, roots.stream().map(root -> new BytesRef(root)).toList());
          int all = Math.max(1, searcher.getIndexReader().maxDoc());
          StoredFields fields = searcher.storedFields();
          for (ScoreDoc hit : searcher.search(ofRoots, all).scoreDocs) {
            StoredPicture picture = PictureFields.read(fields, hit.doc);
            Found again = present.get(picture.id());
            if (again == null ? gone(picture, manifestIsWhole) : again.isGone()) {
              vanished.add(picture);
            }
          }
          return null;
        });
    return vanished;
  }

  /**
   * Whether a picture that was not found again is surely gone: one that a manifest no longer names,
   * or whose file does not exist. A file in a folder that could not be read may still be there.
   */
  private static boolean gone(StoredPicture picture, boolean manifestIsWhole) {
    try {
      boolean named = picture.root() != null && Files.isRegularFile(Path.of(picture.root()));
      return named && manifestIsWhole
          || picture.source() == null
          || Files.notExists(Path.of(picture.source()));
    } catch (InvalidPathException e) {
      // Its name cannot be written under this locale: nobody can tell.
      return false;
    }
  }

  private void add(StoredPicture picture) {
    ids.add(picture.id());
    roots.add(String.valueOf(picture.root()));
    if (picture.hash() != null) {
      idsByHash.computeIfAbsent(picture.hash(), hash -> new ArrayDeque<>()).add(picture.id());
    }
  }

  /** The roots they were found through. */
  Set<String> roots() {
    return roots;
  }

  /** A vanished picture of this content: it has moved, so it is no longer counted as gone. */
  synchronized Optional<String> claim(String hash) {
    Deque<String> same = idsByHash.get(hash);
    if (same == null || same.isEmpty()) {
      return Optional.empty();
    }
    String id = same.remove();
    ids.remove(id);
    return Optional.of(id);
  }

  /** Those that are gone. */
  synchronized List<String> ids() {
    return new ArrayList<>(ids);
  }
}
