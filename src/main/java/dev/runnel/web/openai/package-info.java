/**
 * OpenAI's chat completions, as far as clients of many other services use them: {@code
 * /v1/chat/completions} and {@code /v1/models}. Shared classes are safe for use by many threads; an
 * encoder belongs to one client.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/chat">OpenAI, chat completions</a>
 */
@NullMarked
package dev.runnel.web.openai;

import org.jspecify.annotations.NullMarked;
