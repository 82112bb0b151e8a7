/** What a training keeps on disk, whole after a kill and after a full disk. */
@NullMarked
package org.ocellus.trainer.storage;

import org.jspecify.annotations.NullMarked;
