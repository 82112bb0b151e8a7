/** Aligning pictures with sentences, so that a sentence finds pictures that nobody captioned. */
@NullMarked
package org.ocellus.trainer.text;

import org.jspecify.annotations.NullMarked;
