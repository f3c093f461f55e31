package dev.runnel.model.http;

import java.net.URI;

/**
 * A request that tells a provider to stop an answer. Sent by POST, once, with a key of the
 * exchange's credentials.
 *
 * @param uri where to
 * @param body the JSON body
 */
public record StopCall(URI uri, String body) {}
