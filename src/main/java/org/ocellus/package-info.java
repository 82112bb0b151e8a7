/** The façade of Ocellus: an embedded visual search engine. Start at {@code VisualIndex}. */
@NullMarked
package org.ocellus;

import org.jspecify.annotations.NullMarked;
