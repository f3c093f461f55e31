/** The samples for embedders, as far as they need no server. */
@NullMarked
package dev.runnel.samples;

import org.jspecify.annotations.NullMarked;
