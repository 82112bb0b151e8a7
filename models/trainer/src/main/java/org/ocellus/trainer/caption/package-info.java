/**
 * Sentences about pictures, their words, and how near a machine's are to people's: BLEU, ROUGE-L
 * and CIDEr-D in plain Java.
 */
@NullMarked
package org.ocellus.trainer.caption;

import org.jspecify.annotations.NullMarked;
