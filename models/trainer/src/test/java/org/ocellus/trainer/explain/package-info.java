@NullMarked
package org.ocellus.trainer.explain;

import org.jspecify.annotations.NullMarked;
