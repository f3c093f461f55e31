/**
 * What a model says, as a numbered, append-only log, and the cursors that read it. One producer
 * appends; any number of threads read.
 */
@NullMarked
package dev.runnel.log;

import org.jspecify.annotations.NullMarked;
