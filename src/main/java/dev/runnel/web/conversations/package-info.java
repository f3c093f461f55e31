/** {@code /api/conversations}: what was said, for those who come back to it. */
@NullMarked
package dev.runnel.web.conversations;

import org.jspecify.annotations.NullMarked;
