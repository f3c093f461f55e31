/**
 * Pointers into JSON documents, and patches of them: pure functions over immutable values.
 *
 * <p>Everything public is immutable and safe for any thread.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6901">RFC 6901, JSON Pointer</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6902">RFC 6902, JSON Patch</a>
 */
@NullMarked
package dev.runnel.patch;

import org.jspecify.annotations.NullMarked;
