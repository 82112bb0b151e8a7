/** Questions as one line of text, and back. */
@NullMarked
package org.ocellus.query.language;

import org.jspecify.annotations.NullMarked;
