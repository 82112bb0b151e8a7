package org.ocellus.index;

/**
 * What a backup did.
 *
 * @param copied files that were copied
 * @param kept files that an earlier backup in the same place had already
 * @param bytes how much was copied
 */
public record BackupReport(int copied, int kept, long bytes) {}
