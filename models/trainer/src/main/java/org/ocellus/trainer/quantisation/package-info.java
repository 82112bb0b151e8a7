/** Float networks as int8 networks: what to quantise, in which ranges, and what it costs. */
@NullMarked
package org.ocellus.trainer.quantisation;

import org.jspecify.annotations.NullMarked;
