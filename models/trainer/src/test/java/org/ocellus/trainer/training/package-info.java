@NullMarked
package org.ocellus.trainer.training;

import org.jspecify.annotations.NullMarked;
