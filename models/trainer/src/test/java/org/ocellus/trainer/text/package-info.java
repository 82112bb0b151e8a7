@NullMarked
package org.ocellus.trainer.text;

import org.jspecify.annotations.NullMarked;
