/** A teacher network's answers for the crops that a student is shown, kept on disk. */
@NullMarked
package org.ocellus.trainer.teacher;

import org.jspecify.annotations.NullMarked;
