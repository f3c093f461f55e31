/**
 * JSON that has not all arrived: push characters, hear what is new; and the whole values that are
 * small enough to be held.
 *
 * <p>Instances are for one thread at a time unless they say otherwise; values are immutable.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8259">RFC 8259</a>
 */
@NullMarked
package dev.runnel.json;

import org.jspecify.annotations.NullMarked;
