/**
 * Networks as data ({@code Layer}, {@code NetworkSpec}, {@code Architecture}) and with weights
 * ({@code Block}, {@code Network}), run by libtorch and written as ONNX.
 */
@NullMarked
package org.ocellus.trainer.network;

import org.jspecify.annotations.NullMarked;
