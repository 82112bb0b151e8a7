/**
 * Ocellus inside Apache Solr 9.10 and 10: pictures become vectors while they are indexed, and ask
 * for pictures like them. Uses only what of the library needs no Lucene, for that is Solr's.
 */
@NullMarked
package org.ocellus.solr;

import org.jspecify.annotations.NullMarked;
