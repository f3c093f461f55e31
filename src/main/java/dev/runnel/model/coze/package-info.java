/**
 * Coze bots, by version 3 of the chat interface.
 *
 * <p>The client serves all threads; a reader belongs to one reply.
 *
 * @see <a href="https://www.coze.cn/open/docs/developer_guides/chat_v3">Coze, start a chat</a>
 */
@NullMarked
package dev.runnel.model.coze;

import org.jspecify.annotations.NullMarked;
