@NullMarked
package org.ocellus.trainer.augmentation;

import org.jspecify.annotations.NullMarked;
