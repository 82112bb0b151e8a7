package org.ocellus.ingest;

/**
 * A picture that could not be indexed.
 *
 * @param path the file, or the manifest and line
 * @param error what is wrong with it
 */
public record Failure(String path, String error) {}
