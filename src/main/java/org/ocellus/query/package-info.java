/**
 * How a question becomes a Lucene query, and its answer: keyword, text, similarity, their fusion,
 * filters, and hits.
 */
@NullMarked
package org.ocellus.query;

import org.jspecify.annotations.NullMarked;
