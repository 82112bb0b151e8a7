/**
 * Networks: model folders, what they can do, and running them through ONNX Runtime. Knows pixels
 * and tensors; knows nothing of the index.
 */
@NullMarked
package org.ocellus.model;

import org.jspecify.annotations.NullMarked;
