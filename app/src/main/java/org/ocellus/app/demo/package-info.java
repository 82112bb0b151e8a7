/** What the demo shows: a gallery of pictures and questions to ask of it. */
@NullMarked
package org.ocellus.app.demo;

import org.jspecify.annotations.NullMarked;
