/** Writes trained networks as model folders: ONNX graph, configuration, model card. */
@NullMarked
package org.ocellus.trainer.export;

import org.jspecify.annotations.NullMarked;
