@NullMarked
package org.ocellus.trainer.caption;

import org.jspecify.annotations.NullMarked;
