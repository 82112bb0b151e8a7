package org.ocellus.ingest;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ocellus.index.PictureIndex;
import org.ocellus.index.StoredPicture;

/**
 * Pictures renamed onto each other's names ({@code 2.jpg} to {@code 3.jpg}, {@code 1.jpg} to {@code
 * 2.jpg}): each document follows its content before anything is indexed, so that no words come to
 * belong to another picture.
 */
final class Renames {
  /** No picture is called so; held by a document while others still have its new id. */
  private static final String UNDERWAY = "\u0000underway ";

  private final PictureIndex index;
  private final Vanished vanished;

  /** Found under a name whose document has other content. */
  private final Map<Found, String> changed = new LinkedHashMap<>();

  private final List<Found> newcomers = new ArrayList<>();
  private final Map<String, Deque<String>> displaced = new HashMap<>();
  private final Set<Long> displacedSizes = new HashSet<>();
  private final Map<String, Found> moves = new LinkedHashMap<>();

  private Renames(PictureIndex index, Vanished vanished) {
    this.index = index;
    this.vanished = vanished;
  }

  /**
   * Gives documents the ids that their contents have now.
   *
   * @return those ids
   */
  static Set<String> follow(PictureIndex index, List<Found> found, Vanished vanished)
      throws IOException {
    Renames renames = new Renames(index, vanished);
    for (Found each : found) {
      renames.compare(each);
    }
    if (renames.changed.isEmpty()) {
      return Set.of();
    }
    renames.match();
    if (renames.moves.isEmpty() || Thread.currentThread().isInterrupted()) {
      return Set.of();
    }
    return renames.apply();
  }

  private void compare(Found found) throws IOException {
    Optional<StoredPicture> known = index.get(found.id());
    if (known.isEmpty()) {
      newcomers.add(found);
      return;
    }
    StoredPicture before = known.get();
    BasicFileAttributes file = attributes(found.file());
    if (file == null
        || before.hash() == null
        || !Objects.equals(before.source(), found.source())
        || (Objects.equals(before.bytes(), file.size())
            && Objects.equals(before.modified(), file.lastModifiedTime().toMillis()))) {
      return;
    }
    String hash = hash(found.file());
    if (hash != null && !hash.equals(before.hash())) {
      changed.put(found, hash);
      displaced.computeIfAbsent(before.hash(), h -> new ArrayDeque<>()).add(before.id());
      displacedSizes.add(before.bytes());
    }
  }

  private void match() {
    changed.forEach(
        (found, hash) ->
            displaced(hash)
                .or(() -> vanished.claim(hash))
                .ifPresent(oldId -> moves.put(oldId, found)));
    for (Found newcomer : newcomers) {
      BasicFileAttributes file = attributes(newcomer.file());
      if (file != null && displacedSizes.contains(file.size())) {
        String hash = hash(newcomer.file());
        displaced(String.valueOf(hash)).ifPresent(oldId -> moves.put(oldId, newcomer));
      }
    }
  }

  private Optional<String> displaced(String hash) {
    return Optional.ofNullable(displaced.getOrDefault(hash, new ArrayDeque<>()).poll());
  }

  private Set<String> apply() throws IOException {
    Map<String, Found> underway = new LinkedHashMap<>();
    for (Map.Entry<String, Found> move : moves.entrySet()) {
      String id = UNDERWAY + underway.size();
      if (index.update(move.getKey(), stored -> stored.toBuilder().id(id).build())) {
        underway.put(id, move.getValue());
      }
    }
    index.refresh();
    Set<String> ids = new HashSet<>();
    for (Map.Entry<String, Found> move : underway.entrySet()) {
      Found now = move.getValue();
      index.update(
          move.getKey(), stored -> stored.toBuilder().id(now.id()).source(now.source()).build());
      ids.add(now.id());
    }
    index.refresh();
    return ids;
  }

  /** Null if it is no file that can be read: who indexes it will say why. */
  private static @Nullable BasicFileAttributes attributes(Path file) {
    try {
      return PictureReader.attributes(file);
    } catch (IOException e) {
      return null;
    }
  }

  private static @Nullable String hash(Path file) {
    try {
      return PictureReader.Content.of(file, 0).hash();
    } catch (IOException e) {
      return null;
    }
  }
}
