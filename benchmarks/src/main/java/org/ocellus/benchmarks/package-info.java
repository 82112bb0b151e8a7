/** What Ocellus claims, measured: {@code ./ocellus bench …}. */
@NullMarked
package org.ocellus.benchmarks;

import org.jspecify.annotations.NullMarked;
