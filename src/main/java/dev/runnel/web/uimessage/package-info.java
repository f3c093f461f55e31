/**
 * The AI SDK's UI message stream, version 1: what {@code useChat} speaks, at {@code /api/ui/chat}.
 * Shared classes are safe for use by many threads; an encoder belongs to one client.
 *
 * @see <a href="https://ai-sdk.dev/docs/ai-sdk-ui/stream-protocol#data-stream-protocol">AI SDK, UI
 *     message stream protocol</a>
 */
@NullMarked
package dev.runnel.web.uimessage;

import org.jspecify.annotations.NullMarked;
