/**
 * A transformer that writes sentences about pictures, one file a part, run by libtorch and written
 * as ONNX.
 */
@NullMarked
package org.ocellus.trainer.transformer;

import org.jspecify.annotations.NullMarked;
