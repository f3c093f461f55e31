/**
 * Exact increments of a JSON document that grows: what is new, where, and nothing twice; the forms
 * in which they are told to clients; and the other way, patches in, increments out.
 *
 * <p>Increments and places are immutable; everything else is for one thread at a time.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6901">RFC 6901, JSON Pointer</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6902">RFC 6902, JSON Patch</a>
 */
@NullMarked
package dev.runnel.increment;

import org.jspecify.annotations.NullMarked;
