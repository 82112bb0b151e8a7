package org.ocellus.surviving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ocellus.query.VisualQuery.similarToId;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.ocellus.Drawing;
import org.ocellus.VisualIndex;
import org.ocellus.index.IndexException;
import org.ocellus.index.IndexException.Reason;
import org.ocellus.ingest.Ingest;
import org.ocellus.ingest.IngestReport;
import org.ocellus.model.Model;

/** The child of {@link FullTmpfsTest}: fills the file system that its index lies on. */
final class FillDisk {
  private static final int BEFORE = 30;
  private static final int AFTER = 60;

  private final Path disk;
  private final Path photos;
  private final Path index;

  private FillDisk(Path disk, Path photos) {
    this.disk = disk;
    this.photos = photos;
    this.index = disk.resolve("index");
  }

  /** Arguments: a small file system, and a folder for pictures on another. */
  public static void main(String[] args) throws IOException {
    new FillDisk(Path.of(args[0]), Path.of(args[1])).run();
    System.out.println("survived");
  }

  private void run() throws IOException {
    draw(0, BEFORE);
    assertThat(ingest().added()).isEqualTo(BEFORE);
    draw(BEFORE, AFTER);
    fill();

    assertFull("index", this::ingest);
    assertFull("another", () -> VisualIndex.open(disk.resolve("another")).close());
    assertHolds(BEFORE);

    Files.delete(ballast());
    VisualIndex.open(disk.resolve("another")).close();
    IngestReport report = ingest();
    assertThat(report.failures()).isEmpty();
    assertThat(report.unchanged()).isEqualTo(BEFORE);
    assertThat(report.added()).isEqualTo(AFTER - BEFORE);
    assertHolds(AFTER);
  }

  private IngestReport ingest() throws IOException {
    try (VisualIndex opened = VisualIndex.open(index, Model.bundled(1))) {
      return opened.ingest(Ingest.of(photos).workers(2), progress -> {});
    }
  }

  private void assertHolds(int pictures) throws IOException {
    try (VisualIndex opened = VisualIndex.openReadOnly(index, null)) {
      assertThat(opened.statistics().pictures()).isEqualTo(pictures);
      assertThat(opened.search(similarToId("p000.png").exactly().limit(AFTER)).size())
          .isEqualTo(pictures - 1);
    }
  }

  private static void assertFull(String named, ThrowingCallable work) {
    assertThatThrownBy(work)
        .isInstanceOfSatisfying(
            IndexException.class, e -> assertThat(e.reason()).isEqualTo(Reason.DISK))
        .hasMessageContainingAll(named, "No space left on device", "free some space");
  }

  private Path ballast() {
    return disk.resolve("ballast");
  }

  /** Takes all space that is left. */
  private void fill() throws IOException {
    try (OutputStream out = Files.newOutputStream(ballast())) {
      while (true) {
        out.write(new byte[4096]);
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("No space left on device");
    }
  }

  private void draw(int from, int to) throws IOException {
    for (int i = from; i < to; i++) {
      Drawing.plain(photos.resolve("p%03d.png".formatted(i)), 4 * i + 1, 255 - 4 * i, i * i % 256);
    }
  }
}
