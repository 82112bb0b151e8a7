@NullMarked
package org.ocellus.trainer.transformer;

import org.jspecify.annotations.NullMarked;
