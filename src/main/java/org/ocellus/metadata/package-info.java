/**
 * What a picture's file says of itself: date, place, keywords, caption (EXIF, IPTC, XMP).
 *
 * <p>Everything here is immutable, and broken metadata never costs the picture.
 */
@NullMarked
package org.ocellus.metadata;

import org.jspecify.annotations.NullMarked;
