package org.ocellus.surviving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ocellus.query.VisualQuery.similarToId;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.lucene.index.CheckIndex;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.Drawing;
import org.ocellus.VisualIndex;
import org.ocellus.index.IndexException;
import org.ocellus.index.IndexException.Reason;
import org.ocellus.index.StoredPicture.Origin;
import org.ocellus.ingest.Ingest;
import org.ocellus.ingest.IngestReport;
import org.ocellus.model.Model;

/** {@code kill -9} at random moments of indexing, from the start of the JVM on. */
class KilledProcessTest {
  private static final long SEED = 20_261_125;
  private static final int PICTURES = 60;

  @TempDir Path folder;
  private Path photos;
  private Path index;

  /** What the children said they had committed: the last edit of each picture. */
  private final Map<String, Integer> committed = new HashMap<>();

  private int edits;
  private int indexes;
  private long found;
  private int kills;

  @BeforeEach
  void draw() throws IOException {
    photos = folder.resolve("photos");
    for (int i = 0; i < PICTURES; i++) {
      Drawing.plain(photos.resolve("p%03d.png".formatted(i)), 4 * i + 1, 255 - 4 * i, i * i % 256);
    }
  }

  @Test
  void whatWasCommittedBeforeAKillIsThereAndIndexingAgainCompletesTheRest() throws Exception {
    kill(5);
  }

  @Test
  @Tag("soak")
  void whatWasCommittedBeforeEachOfTwoHundredKillsIsThere() throws Exception {
    kill(200);
  }

  private void kill(int times) throws Exception {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; kills < times; i++) {
      // Some children begin a new index, others go on with what a killed one left.
      if (index == null || committed.size() == PICTURES || random.nextInt(4) == 0) {
        index = folder.resolve("index-" + indexes++);
        committed.clear();
      }
      String which = "child %d of seed %d".formatted(i, SEED);
      live(random);
      checkCommitted(which);
      checkCompletes(which);
    }
    System.out.printf(
        "%d kills while %d indexes were written: %d committed pictures found%n",
        kills, indexes, found);
    assertThat(found).isPositive();
  }

  /** Starts a child and kills it some moments after it has said so many lines. */
  private void live(SplittableRandom random) throws Exception {
    edits += 1000;
    Process child =
        ChildJvm.of(
                IndexUntilKilled.class,
                ChildJvm.SHORT_LIVED,
                index.toString(),
                photos.toString(),
                Long.toString(random.nextLong()),
                Integer.toString(edits))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader said = child.inputReader()) {
      Map<String, Integer> report = new HashMap<>();
      boolean alive = true;
      for (int lines = random.nextInt(7 * PICTURES); alive && lines > 0; lines--) {
        alive = read(said, report);
      }
      if (!child.waitFor(random.nextInt(100), TimeUnit.MILLISECONDS)) {
        kills++;
      }
      // The process itself would close the stream.
      child.toHandle().destroyForcibly();
      child.waitFor();
      while (alive) {
        alive = read(said, report);
      }
    }
  }

  /** Reads a line: a report of what is committed counts if it is whole. */
  private boolean read(BufferedReader said, Map<String, Integer> report) throws IOException {
    String line = said.readLine();
    if (line != null && line.equals(IndexUntilKilled.COMMITTED)) {
      committed.putAll(report);
      report.clear();
    } else if (line != null && line.contains(" ")) {
      report.put(line.split(" ")[0], Integer.parseInt(line.split(" ")[1]));
    }
    return line != null;
  }

  private void checkCommitted(String which) throws IOException {
    Map<String, Integer> present = new HashMap<>();
    try (VisualIndex opened = VisualIndex.openReadOnly(index, null)) {
      read(opened, present, which);
      for (Map.Entry<String, Integer> picture : committed.entrySet()) {
        String id = picture.getKey();
        assertThat(present).as(which).containsKey(id);
        assertThat(present.get(id)).as(which).isGreaterThanOrEqualTo(picture.getValue());
        assertThat(opened.search(similarToId(id).exactly().limit(PICTURES)).size())
            .as(which)
            .isEqualTo(present.size() - 1);
      }
      found += committed.size();
    } catch (IndexException e) {
      // Killed before it had made an index.
      assertThat(e.reason()).as(which).isEqualTo(Reason.NOT_AN_INDEX);
      assertThat(committed).as(which).isEmpty();
      return;
    }
    try (Directory live = FSDirectory.open(generation());
        CheckIndex check = new CheckIndex(live)) {
      assertThat(check.checkIndex().clean).as(which).isTrue();
    }
  }

  private Path generation() throws IOException {
    return index.resolve(Files.readString(index.resolve("CURRENT")).strip());
  }

  private static void read(VisualIndex opened, Map<String, Integer> into, String which)
      throws IOException {
    opened.forEach(
        picture ->
            assertThat(
                    into.put(
                        picture.id(), IndexUntilKilled.lastEdit(picture.keywords(Origin.PERSON))))
                .as("%s: %s twice", which, picture.id())
                .isNull());
  }

  /** On a copy, so that the next child goes on where this one was killed. */
  private void checkCompletes(String which) throws IOException {
    Path copy = folder.resolve("copy");
    copy(index, copy);
    try (VisualIndex again = VisualIndex.open(copy, Model.bundled(1))) {
      IngestReport report = again.ingest(Ingest.of(photos), progress -> {});
      assertThat(report.failures()).as(which).isEmpty();
      assertThat(report.added() + report.unchanged()).as(which).isEqualTo(PICTURES);
      assertThat(report.unchanged()).as(which).isGreaterThanOrEqualTo(committed.size());
      Map<String, Integer> present = new HashMap<>();
      read(again, present, which);
      assertThat(present).as(which).hasSize(PICTURES);
      committed.forEach(
          (id, edit) -> assertThat(present.get(id)).as(which).isGreaterThanOrEqualTo(edit));
    }
    delete(copy);
  }

  private static void copy(Path from, Path to) throws IOException {
    if (!Files.exists(from)) {
      return;
    }
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
