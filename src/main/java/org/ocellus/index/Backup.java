package org.ocellus.index;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.Lock;
import org.apache.lucene.store.LockObtainFailedException;
import org.ocellus.index.IndexException.Reason;
import org.ocellus.model.Calibration;

/**
 * Copies the last commit of an index to another folder. Lucene never changes a file once it is
 * written, so what an earlier backup has of it need not be copied again. The files that make the
 * copy an index come last, so that one that was interrupted is none, or still the one before.
 */
public final class Backup {
  private static final String PART = ".part";

  /** Names the commits that were copied last; any other was made in the copy itself. */
  private static final String COPIED = "COPIED";

  private final Path index;
  private final Path target;

  /**
   * @param index the index to copy
   * @param target where to, new or an earlier backup of the same index
   */
  private Backup(Path index, Path target) {
    this.index = index;
    this.target = target;
  }

  /**
   * Copies the last commit of an index to a folder; see {@code VisualIndex.backup}.
   *
   * @throws IndexException if the folder is something else, or in use
   */
  public static BackupReport of(PictureIndex index, Path target) throws IOException {
    LiveGeneration live = index.live();
    while (true) {
      live.follow();
      Generation generation = live.get();
      String commit = generation.lastCommit();
      try {
        return new Backup(live.folder(), target).of(generation);
      } catch (NoSuchFileException | FileNotFoundException | AlreadyClosedException e) {
        if (generation == live.get() && commit.equals(generation.lastCommit())) {
          throw e;
        }
        // Committed or built anew meanwhile, and a file removed: what was copied counts.
      }
    }
  }

  private BackupReport of(Generation generation) throws IOException {
    if (Files.exists(target) && Files.isSameFile(index, target)) {
      throw new IllegalArgumentException(
          "index " + index + " cannot be its own backup: name another folder");
    }
    Generations.refuseForeign(target);
    refuseOther();
    Path place = Files.createDirectories(target.resolve(generation.name()));
    Path live = Generations.exist(target) ? target.resolve(Generations.live(target)) : place;
    try (Directory before = FSDirectory.open(live);
        Lock unused = before.obtainLock(IndexWriter.WRITE_LOCK_NAME)) {
      refuseChanged(live, before);
      if (live.equals(place)) {
        return copy(generation, before, place);
      }
      try (Directory to = FSDirectory.open(place);
          Lock lock = to.obtainLock(IndexWriter.WRITE_LOCK_NAME)) {
        return copy(generation, to, place);
      }
    } catch (LockObtainFailedException e) {
      throw new IndexException(
          Reason.LOCKED, "backup " + target + " is in use: wait, or name another folder", e);
    }
  }

  /** Another index is no backup of this one, though their files may be called alike. */
  private void refuseOther() throws IOException {
    if (!Generations.exist(target) || !IndexSettings.existIn(target)) {
      return;
    }
    String own = IndexSettings.read(index).id();
    if (own != null && !own.equals(IndexSettings.read(target).id())) {
      throw other("it is another index");
    }
  }

  /** A backup that was opened and changed is no longer one. */
  private void refuseChanged(Path live, Directory before) throws IOException {
    String commit = SegmentInfos.getLastCommitSegmentsFileName(before);
    Path copied = live.resolve(COPIED);
    if (commit != null
        && IndexSettings.read(index).id() != null
        && !(Files.exists(copied) && Files.readAllLines(copied).contains(commit))) {
      throw other("it was changed since it was made");
    }
  }

  private BackupReport copy(Generation generation, Directory to, Path place) throws IOException {
    try (Generation.HeldCommit commit = generation.hold()) {
      return copy(generation, commit, to, place);
    }
  }

  private BackupReport copy(
      Generation generation, Generation.HeldCommit commit, Directory to, Path place)
      throws IOException {
    Path source = index.resolve(generation.name());
    refuseLater(commit.segments(), to);
    List<String> copied = new ArrayList<>();
    Set<String> files = new HashSet<>(commit.files());
    files.remove(commit.segments());
    for (String file : files) {
      if (copyUnlessThere(generation.directory(), source, file, to, place)) {
        copied.add(file);
      }
    }
    to.sync(copied);
    copySettings(index, target);
    copySettings(source, place);
    noteCopied(commit.segments(), to, place);
    boolean newCommit =
        copyUnlessThere(generation.directory(), source, commit.segments(), to, place);
    if (newCommit) {
      copied.add(commit.segments());
      to.sync(List.of(commit.segments()));
    }
    to.syncMetaData();
    Generations.makeLive(target, generation.name());
    long bytes = 0;
    for (String file : copied) {
      bytes += to.fileLength(file);
    }
    removeOthers(place, commit.files());
    Generations.removeReplaced(target);
    return new BackupReport(copied.size(), commit.files().size() - copied.size(), bytes);
  }

  /** Before the commit itself: if this is interrupted, the last one is still a copied one. */
  private static void noteCopied(String commit, Directory to, Path place) throws IOException {
    String before = SegmentInfos.getLastCommitSegmentsFileName(to);
    AtomicFile.write(place.resolve(COPIED), commit + "\n" + (before == null ? "" : before + "\n"));
  }

  private void refuseLater(String segments, Directory to) throws IOException {
    long there = SegmentInfos.getLastCommitGeneration(to);
    if (there > SegmentInfos.generationFromSegmentsFileName(segments)) {
      throw other("it has a later commit");
    }
  }

  private IndexException other(String why) {
    return new IndexException(
        Reason.NOT_AN_INDEX,
        "%s is no backup of index %s: %s; name another folder".formatted(target, index, why));
  }

  /** Whether the file was copied; false if it is there already. */
  private boolean copyUnlessThere(
      Directory from, Path source, String file, Directory to, Path place) throws IOException {
    if (Files.exists(place.resolve(file))) {
      if (from.fileLength(file) != to.fileLength(file)
          || checksum(from, file) != checksum(to, file)) {
        throw other("its file " + file + " is another one");
      }
      return false;
    }
    Path part = place.resolve(file + PART);
    Files.copy(source.resolve(file), part, StandardCopyOption.REPLACE_EXISTING);
    Files.move(part, place.resolve(file), StandardCopyOption.ATOMIC_MOVE);
    return true;
  }

  /** The checksum that Lucene wrote at the end of its file. */
  private static long checksum(Directory directory, String file) throws IOException {
    try (IndexInput input = directory.openInput(file, IOContext.READONCE)) {
      return CodecUtil.retrieveChecksum(input);
    }
  }

  private static void copySettings(Path from, Path to) throws IOException {
    for (String name : List.of(Calibration.FILE, IndexSettings.FILE)) {
      Path settings = from.resolve(name);
      if (Files.exists(settings)) {
        AtomicFile.write(to.resolve(name), Files.readString(settings));
      }
    }
  }

  /** Removes what earlier commits and interrupted copies left. */
  private static void removeOthers(Path place, Set<String> wanted) throws IOException {
    try (Stream<Path> files = Files.list(place)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (!wanted.contains(name)
            && !name.equals(IndexSettings.FILE)
            && !name.equals(COPIED)
            && !name.equals(IndexWriter.WRITE_LOCK_NAME)) {
          Files.delete(file);
        }
      }
    }
  }
}
