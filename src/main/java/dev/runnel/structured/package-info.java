/**
 * Structured answers: the JSON document in what a model writes, told as increments and held against
 * a schema.
 *
 * <p>Instances are for one completion and one thread at a time unless they say otherwise.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8259">RFC 8259</a>
 */
@NullMarked
package dev.runnel.structured;

import org.jspecify.annotations.NullMarked;
