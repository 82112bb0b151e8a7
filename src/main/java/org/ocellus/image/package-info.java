/**
 * Pixels: decoding, orientation, resampling, filters and the tensors that networks read.
 *
 * <p>Pixels live on the Java heap as {@link org.ocellus.image.RgbImage}; OpenCV works behind this
 * package and nothing native leaves it. Every public type here is immutable (arrays are shared, not
 * copied, where the Javadoc says so) and may be used by any number of threads.
 */
@NullMarked
package org.ocellus.image;

import org.jspecify.annotations.NullMarked;
