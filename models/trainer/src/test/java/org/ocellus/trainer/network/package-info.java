@NullMarked
package org.ocellus.trainer.network;

import org.jspecify.annotations.NullMarked;
