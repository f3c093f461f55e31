/** {@code /api/models}: what can answer here. */
@NullMarked
package dev.runnel.web.models;

import org.jspecify.annotations.NullMarked;
