/** The training loop: steps, schedule, measurement, checkpoints. */
@NullMarked
package org.ocellus.trainer.training;

import org.jspecify.annotations.NullMarked;
