@NullMarked
package org.ocellus.trainer.recipe;

import org.jspecify.annotations.NullMarked;
