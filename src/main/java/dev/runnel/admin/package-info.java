/**
 * What an administrator sees of this server: live streams, providers, figures by model since the
 * start, the last errors and the settings that hold. Never a word of a question or an answer, and
 * never a key. All classes are thread-safe; records are immutable.
 */
@NullMarked
package dev.runnel.admin;

import org.jspecify.annotations.NullMarked;
