/**
 * What a captioner learns from, and the network that learns it: an image network that stays as it
 * is, up to its last planes, and a transformer that writes the sentence.
 */
@NullMarked
package org.ocellus.trainer.captioner;

import org.jspecify.annotations.NullMarked;
