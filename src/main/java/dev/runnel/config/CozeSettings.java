package dev.runnel.config;

import java.net.URI;

/**
 * A Coze bot.
 *
 * @param id the model id in requests
 * @param base the service, without a trailing slash
 * @param auth how the service is shown who calls
 * @param botId the bot
 */
public record CozeSettings(String id, URI base, CozeAuth auth, String botId) {}
