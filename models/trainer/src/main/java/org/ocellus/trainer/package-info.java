/** Trains picture encoders from a recipe and writes them as model folders. */
@NullMarked
package org.ocellus.trainer;

import org.jspecify.annotations.NullMarked;
