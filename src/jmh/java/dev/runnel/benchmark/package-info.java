/**
 * What a token costs: {@code mvn -Pjmh} runs the benchmarks and prints a table. Nothing here is
 * shipped or tested with the rest.
 *
 * @see <a href="https://github.com/openjdk/jmh">JMH</a>
 */
@NullMarked
package dev.runnel.benchmark;

import org.jspecify.annotations.NullMarked;
