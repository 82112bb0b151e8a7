/** Pictures that let people see what a network does. Uses models and ONNX alone, not libtorch. */
@NullMarked
package org.ocellus.trainer.explain;

import org.jspecify.annotations.NullMarked;
