/** The structured dialect: {@code /helloworld}, {@code /api/generate} and their events. */
@NullMarked
package dev.runnel.web.structured;

import org.jspecify.annotations.NullMarked;
