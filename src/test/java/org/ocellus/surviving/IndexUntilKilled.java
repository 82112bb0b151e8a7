package org.ocellus.surviving;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.ocellus.VisualIndex;
import org.ocellus.index.StoredPicture.Origin;
import org.ocellus.ingest.Ingest;
import org.ocellus.ingest.Progress;
import org.ocellus.model.Model;

/**
 * The child of {@link KilledProcessTest}: indexes a folder with two workers, edits what it has, and
 * commits every now and then. What is surely committed it says on standard output: a line for each
 * picture, id and number of its last edit, and {@link #COMMITTED} after them.
 */
final class IndexUntilKilled {
  /** What was said before this line is committed. */
  static final String COMMITTED = "committed";

  private final VisualIndex index;
  private final SplittableRandom random;
  private int edits;

  private IndexUntilKilled(VisualIndex index, SplittableRandom random, int edits) {
    this.index = index;
    this.random = random;
    this.edits = edits;
  }

  /** Arguments: folder of the index, folder of the pictures, seed, number of the first edit. */
  public static void main(String[] args) throws IOException {
    try (VisualIndex index = VisualIndex.open(Path.of(args[0]), Model.bundled(1))) {
      SplittableRandom random = new SplittableRandom(Long.parseLong(args[2]));
      IndexUntilKilled child = new IndexUntilKilled(index, random, Integer.parseInt(args[3]));
      index.ingest(Ingest.of(Path.of(args[1])).workers(2).batch(2), child::told);
      child.commit();
    }
  }

  /** By one thread at a time, while the other worker goes on. */
  private void told(Progress progress) {
    try {
      System.out.println("indexing");
      if (random.nextInt(4) == 0) {
        edit();
      }
      if (random.nextInt(5) == 0) {
        commit();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void edit() throws IOException {
    List<String> ids = new ArrayList<>();
    index.forEach(picture -> ids.add(picture.id()));
    if (!ids.isEmpty()) {
      Collections.sort(ids);
      index.updateKeywords(ids.get(random.nextInt(ids.size())), Integer.toString(++edits));
    }
  }

  private void commit() throws IOException {
    index.refresh();
    StringBuilder committed = new StringBuilder();
    index.forEach(
        picture ->
            committed
                .append(picture.id())
                .append(' ')
                .append(lastEdit(picture.keywords(Origin.PERSON)))
                .append('\n'));
    index.commit();
    System.out.println(committed + COMMITTED);
  }

  static int lastEdit(List<String> keywords) {
    return keywords.isEmpty() ? 0 : Integer.parseInt(keywords.get(0));
  }
}
