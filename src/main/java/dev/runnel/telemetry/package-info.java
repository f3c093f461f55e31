/**
 * What operators see of completions: meters, an MBean, a log line for each, spans. Never a word of
 * what is asked or answered. Every class is safe for use by many threads.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/gen-ai/">the semantic conventions for
 *     generative AI</a>
 */
@NullMarked
package dev.runnel.telemetry;

import org.jspecify.annotations.NullMarked;
