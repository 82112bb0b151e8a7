/** What networks learn: losses of a batch, and measures on held-out pictures. */
@NullMarked
package org.ocellus.trainer.task;

import org.jspecify.annotations.NullMarked;
