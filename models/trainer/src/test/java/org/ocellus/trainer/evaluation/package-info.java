@NullMarked
package org.ocellus.trainer.evaluation;

import org.jspecify.annotations.NullMarked;
