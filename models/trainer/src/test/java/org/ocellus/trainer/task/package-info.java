@NullMarked
package org.ocellus.trainer.task;

import org.jspecify.annotations.NullMarked;
