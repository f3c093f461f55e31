/**
 * {@code /api/admin}: what an administrator sees, once and as an event stream. Beside the dialects,
 * because its events are no slices of a log: an administrator needs the latest state, and who is
 * slow misses what was before it.
 */
@NullMarked
package dev.runnel.web.admin;

import org.jspecify.annotations.NullMarked;
