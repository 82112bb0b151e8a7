/**
 * Ocellus inside Apache Solr 9.10: pictures become vectors while they are indexed, and ask for
 * pictures like them. Uses only the library's {@code image}, {@code metadata} and {@code model}:
 * the Lucene is Solr's.
 */
@NullMarked
package org.ocellus.solr;

import org.jspecify.annotations.NullMarked;
