/**
 * Conversations of several messages: what was said, and under which id a provider keeps it. Shared
 * classes are safe for use by many threads.
 */
@NullMarked
package dev.runnel.conversation;

import org.jspecify.annotations.NullMarked;
