@NullMarked
package org.ocellus.trainer.quantisation;

import org.jspecify.annotations.NullMarked;
