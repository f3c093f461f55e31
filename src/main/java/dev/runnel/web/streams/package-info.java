/** Streams by their ids, whichever the dialect: resume and stop. */
@NullMarked
package dev.runnel.web.streams;

import org.jspecify.annotations.NullMarked;
