/** Many pictures at once: walking folders, manifests, batches, progress and reports. */
@NullMarked
package org.ocellus.ingest;

import org.jspecify.annotations.NullMarked;
