package org.ocellus.index;

/**
 * Names a view of an index that is kept for later reads.
 *
 * @param session the opening of the index in which it was kept
 * @param version the view in it
 */
public record Snapshot(long session, long version) {}
