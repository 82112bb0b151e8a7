package org.ocellus.ingest;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ocellus.index.PictureIndex;

/**
 * The pictures of a run, gathered before any is read.
 *
 * @param found each id once
 * @param failures files and lines that name no picture
 * @param ignored files that are no pictures by their extension
 * @param vanished pictures that the index has from these roots and that are gone; null without sync
 * @param followed ids of pictures that the index had under other names; empty without sync
 */
record Gathering(
    List<Found> found,
    List<Failure> failures,
    long ignored,
    @Nullable Vanished vanished,
    Set<String> followed) {

  /** Walks the roots and reads the manifest; with sync, re-keys what was renamed. */
  static Gathering of(Ingest ingest, PictureIndex index) throws IOException {
    Walk walk = new Walk();
    for (String root : ingest.roots()) {
      walk.add(root);
    }
    if (ingest.sync() && !walk.partial().isEmpty()) {
      throw new IllegalArgumentException(
          "sync needs whole folders, got "
              + String.join(", ", walk.partial())
              + ": what else lies there would count as vanished");
    }
    Set<String> roots = new TreeSet<>();
    walk.roots().forEach(root -> roots.add(root.toString()));
    List<Found> listed = List.of();
    List<Failure> failures = new ArrayList<>(walk.failures());
    boolean manifestIsWhole = true;
    if (ingest.manifest() != null) {
      Manifest manifest = Manifest.read(ingest.manifest());
      manifestIsWhole = manifest.failures().isEmpty();
      listed = manifest.found();
      failures.addAll(manifest.failures());
      roots.add(manifest.file().toString());
    }
    List<Found> once = once(joinTwins(walk.found(), listed), failures);
    index.refresh();
    if (!ingest.sync()) {
      return new Gathering(once, failures, walk.ignored(), null, Set.of());
    }
    Vanished vanished = Vanished.find(index, roots, once, manifestIsWhole);
    refuseEmptied(roots, Stream.concat(walk.found().stream(), listed.stream()).toList(), vanished);
    Set<String> followed = Renames.follow(index, once, vanished);
    return new Gathering(once, failures, walk.ignored(), vanished, followed);
  }

  /** A disk that is not mounted looks like a folder whose pictures are all gone. */
  private static void refuseEmptied(Set<String> roots, List<Found> found, Vanished vanished)
      throws NoSuchFileException {
    Set<String> filled = new HashSet<>();
    found.stream()
        .filter(each -> !each.isGone())
        .forEach(each -> filled.add(String.valueOf(each.root())));
    for (String root : roots) {
      if (!filled.contains(root) && vanished.roots().contains(root)) {
        throw new NoSuchFileException(
            root,
            null,
            "holds no picture at all, though the index has some from there; if the disk is mounted"
                + " and they are really gone, delete them from the index, or the index");
      }
    }
  }

  /** A file found twice is one picture, of which a manifest's id and words count more. */
  private static List<Found> joinTwins(List<Found> walked, List<Found> listed) {
    Map<Path, Found> byFile = new LinkedHashMap<>();
    walked.forEach(each -> byFile.merge(place(each), each, Found::with));
    List<Found> named = new ArrayList<>();
    for (Found each : listed) {
      Found twin = byFile.remove(place(each));
      named.add(twin == null ? each : twin.with(each).id(each.id()));
    }
    return Stream.concat(byFile.values().stream(), named.stream()).toList();
  }

  private static Path place(Found found) {
    return found.file().toAbsolutePath().normalize();
  }

  /** Two files of one id would replace each other, run after run. */
  private static List<Found> once(List<Found> found, List<Failure> failures) {
    Map<String, Found> byId = new LinkedHashMap<>();
    for (Found each : found) {
      Found twin = byId.putIfAbsent(each.id(), each);
      if (twin != null && twin.file().equals(each.file())) {
        byId.put(each.id(), twin.with(each));
      } else if (twin != null) {
        failures.add(
            new Failure(
                each.file().toString(),
                "its id \""
                    + each.id()
                    + "\" belongs to another picture of this run: index their common folder, or"
                    + " give ids in a manifest"));
      }
    }
    return List.copyOf(byId.values());
  }
}
