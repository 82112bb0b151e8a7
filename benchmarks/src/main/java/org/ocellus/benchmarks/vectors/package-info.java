/** Nearest neighbours: how many of the true ones are found, how fast, by us and by others. */
@NullMarked
package org.ocellus.benchmarks.vectors;

import org.jspecify.annotations.NullMarked;
