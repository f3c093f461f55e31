/**
 * The core without a server, without threads and without a clock: whole lives of streams and their
 * clients, in an order that a seed decides, with all promises checked after every step.
 *
 * <p>A {@code World} holds the real completions, logs, writers, lanes and encoders. What runs on
 * other threads in a server is collected here, and run when the schedule says so: one task after
 * the other, or one in the middle of another, at each place where a thread can be overtaken and
 * holds no lock. A send that blocks is one that lets others run before it returns.
 */
@NullMarked
package dev.runnel.simulation;

import org.jspecify.annotations.NullMarked;
