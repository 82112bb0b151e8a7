/**
 * How a picture becomes a Lucene document, and how an index lies on disk: fields, codec, settings,
 * generations, writing and reading.
 */
@NullMarked
package org.ocellus.index;

import org.jspecify.annotations.NullMarked;
