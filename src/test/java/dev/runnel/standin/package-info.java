/**
 * Stand-ins for what is outside: a provider that follows scripts, a clock that stands still, a
 * listener that keeps what it hears.
 */
@NullMarked
package dev.runnel.standin;

import org.jspecify.annotations.NullMarked;
