/** The command line: each command in a class of its own, which says what it does in its help. */
@NullMarked
package org.ocellus.app;

import org.jspecify.annotations.NullMarked;
