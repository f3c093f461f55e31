/**
 * Volcengine Ark and every service that speaks OpenAI's chat completions.
 *
 * <p>The client serves all threads; a reader belongs to one reply.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/chat-streaming">OpenAI, streamed
 *     chat completions</a>
 * @see <a href="https://www.volcengine.com/docs/82379/1494384">Volcengine Ark, chat</a>
 */
@NullMarked
package dev.runnel.model.openai;

import org.jspecify.annotations.NullMarked;
