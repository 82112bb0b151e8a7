/** What to train and how, as data: YAML files in {@code models/recipes}. */
@NullMarked
package org.ocellus.trainer.recipe;

import org.jspecify.annotations.NullMarked;
