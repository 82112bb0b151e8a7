/** Labelled pictures, from files on disk to augmented batches in native memory. */
@NullMarked
package org.ocellus.trainer.data;

import org.jspecify.annotations.NullMarked;
