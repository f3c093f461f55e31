/** The structured dialect: {@code /helloworld} and its events. */
@NullMarked
package dev.runnel.web.structured;

import org.jspecify.annotations.NullMarked;
