@NullMarked
package org.ocellus.trainer.export;

import org.jspecify.annotations.NullMarked;
