@NullMarked
package org.ocellus.trainer.data;

import org.jspecify.annotations.NullMarked;
