@NullMarked
package org.ocellus.trainer.onnx;

import org.jspecify.annotations.NullMarked;
