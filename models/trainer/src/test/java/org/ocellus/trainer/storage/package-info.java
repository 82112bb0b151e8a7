@NullMarked
package org.ocellus.trainer.storage;

import org.jspecify.annotations.NullMarked;
