/** Answers put before people and programs: as a table, as lines of JSON, as a page. */
@NullMarked
package org.ocellus.app.answer;

import org.jspecify.annotations.NullMarked;
