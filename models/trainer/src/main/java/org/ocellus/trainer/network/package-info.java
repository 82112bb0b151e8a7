/** Residual convolutional networks described by records and run by libtorch. */
@NullMarked
package org.ocellus.trainer.network;

import org.jspecify.annotations.NullMarked;
