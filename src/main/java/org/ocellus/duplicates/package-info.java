/** Pictures that are there several times: scaled, recompressed, cropped or brightened copies. */
@NullMarked
package org.ocellus.duplicates;

import org.jspecify.annotations.NullMarked;
