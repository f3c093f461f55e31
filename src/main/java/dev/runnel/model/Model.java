package dev.runnel.model;

/**
 * A model that requests can name.
 *
 * @param id its name in requests
 * @param provider the kind of provider: {@code coze}, {@code ark}, {@code openai} or {@code demo}
 * @param configured whether its key is set, so that it can be used
 * @param setup the settings that are missing, for people; empty when configured
 */
public record Model(String id, String provider, boolean configured, String setup) {}
