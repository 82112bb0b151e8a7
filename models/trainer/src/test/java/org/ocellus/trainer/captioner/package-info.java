@NullMarked
package org.ocellus.trainer.captioner;

import org.jspecify.annotations.NullMarked;
