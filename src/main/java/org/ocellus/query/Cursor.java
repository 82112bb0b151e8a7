package org.ocellus.query;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.regex.Pattern;
import org.ocellus.index.Snapshot;

/**
 * Where an answer goes on: the place of the next hit in one unchanging view of the index. Opaque;
 * {@link #toString} and {@link #parse} carry it through a web page, say.
 */
public final class Cursor {
  private static final int BYTES = 2 * Long.BYTES + 2 * Integer.BYTES;

  /** Four letters are three bytes. */
  private static final Pattern WRITTEN = Pattern.compile("[A-Za-z0-9_-]{" + BYTES / 3 * 4 + "}");

  private final Snapshot snapshot;
  private final int position;
  private final int question;

  /**
   * @param position how many hits come before
   */
  Cursor(Snapshot snapshot, int position, VisualQuery query) {
    this(snapshot, position, hash(query));
  }

  private Cursor(Snapshot snapshot, int position, int question) {
    this.snapshot = snapshot;
    this.position = position;
    this.question = question;
  }

  Snapshot snapshot() {
    return snapshot;
  }

  /** How many hits come before, checked to be of this question's answer. */
  int position(VisualQuery query) {
    if (question != hash(query)) {
      throw new IllegalArgumentException(
          "the cursor belongs to the answer of another question: only limit and deadline may"
              + " change from page to page");
    }
    return position;
  }

  /** Of all that decides on the order of hits. */
  private static int hash(VisualQuery query) {
    Options options = query.options();
    return query
        .with(
            new Options(
                1,
                0,
                options.filters(),
                options.minScore(),
                options.maxDistance(),
                options.diversity(),
                null))
        .hashCode();
  }

  /** Letters, digits, {@code -} and {@code _}. */
  @Override
  public String toString() {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES);
    bytes.putLong(snapshot.session()).putLong(snapshot.version());
    bytes.putInt(position).putInt(question);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  /**
   * The cursor that was written so.
   *
   * @throws IllegalArgumentException if none was
   */
  public static Cursor parse(String text) {
    if (WRITTEN.matcher(text).matches()) {
      ByteBuffer in = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
      Snapshot snapshot = new Snapshot(in.getLong(), in.getLong());
      int position = in.getInt();
      if (position >= 0) {
        return new Cursor(snapshot, position, in.getInt());
      }
    }
    throw new IllegalArgumentException(
        "\"" + text + "\" is no cursor: pass on what Hits.next() gave");
  }
}
