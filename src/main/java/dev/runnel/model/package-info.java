/**
 * What a completion asks of a model and what a model says: the words every provider and every
 * reader share. Records and enums are immutable; {@link dev.runnel.model.ModelClient} states its
 * own thread rule.
 */
@NullMarked
package dev.runnel.model;

import org.jspecify.annotations.NullMarked;
