/** ONNX graphs: written node by node, and checked. Knows nothing of how networks are made. */
@NullMarked
package org.ocellus.trainer.onnx;

import org.jspecify.annotations.NullMarked;
