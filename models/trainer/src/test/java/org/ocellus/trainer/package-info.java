@NullMarked
package org.ocellus.trainer;

import org.jspecify.annotations.NullMarked;
