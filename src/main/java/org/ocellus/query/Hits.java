package org.ocellus.query;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An answer, best first; equal ones in the order of their ids.
 *
 * @param list the hits of the page asked for
 * @param complete false if the deadline came before all pictures were looked at
 * @param next where the answer goes on; empty if this is all, if it is not complete (ask for this
 *     page again then, with more time), and always in {@linkplain
 *     org.ocellus.index.PictureIndex#over somebody else's index} (ask with an offset then, on the
 *     same reader)
 */
public record Hits(List<Hit> list, boolean complete, Optional<Cursor> next)
    implements Iterable<Hit> {
  public Hits {
    list = List.copyOf(list);
  }

  @Override
  public Iterator<Hit> iterator() {
    return list.iterator();
  }

  /** The hits as a stream, best first. */
  public Stream<Hit> stream() {
    return list.stream();
  }

  /** Their ids, best first. */
  public List<String> ids() {
    return list.stream().map(Hit::id).toList();
  }

  /** How many hits this page has. */
  public int size() {
    return list.size();
  }

  /** Whether nothing was found. */
  public boolean isEmpty() {
    return list.isEmpty();
  }
}
