/** The chat dialect: {@code /api/chat} and its events. */
@NullMarked
package dev.runnel.web.chat;

import org.jspecify.annotations.NullMarked;
