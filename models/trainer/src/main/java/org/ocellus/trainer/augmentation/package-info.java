/** How pictures are varied at random, so that a network learns what does not matter. */
@NullMarked
package org.ocellus.trainer.augmentation;

import org.jspecify.annotations.NullMarked;
