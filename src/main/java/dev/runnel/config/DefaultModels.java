package dev.runnel.config;

/**
 * The models that answer when a request names none.
 *
 * @param chat for chat
 * @param structured for structured answers
 */
public record DefaultModels(String chat, String structured) {}
